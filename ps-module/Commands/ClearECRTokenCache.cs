using System;
using System.Management.Automation;

namespace EcrLogin.Commands;

/// <summary>Forgets the logins and sessions that EcrLogin keeps in this process.</summary>
/// <remarks>
/// <para>Forgets the logins that calls with -UseCache kept, and what is kept without it too: the credentials that were
/// settled, such as the session of a role with its one-time code, and idle connections. The next call starts anew. Logins
/// that a container client has saved stay: those are taken out by Disconnect-ECRRegistry.</para>
/// </remarks>
/// <example>
/// <code>Clear-ECRTokenCache</code>
/// <para>Forgets everything.</para>
/// </example>
/// <example>
/// <code>Clear-ECRTokenCache -Verbose</code>
/// <para>Forgets everything and says how much there was.</para>
/// </example>
/// <example>
/// <code>
/// Clear-ECRTokenCache
/// Get-ECRLoginCommand -UseCache
/// </code>
/// <para>Gets a new login and keeps it, whatever was kept before.</para>
/// </example>
/// <example>
/// <code>
/// $ECRUseCachePreference = $true
/// 1..100 | ForEach-Object { $null = Get-ECRLoginPassword }
/// Clear-ECRTokenCache
/// </code>
/// <para>Asks the service once for a hundred passwords, then forgets the login.</para>
/// </example>
/// <example>
/// <code>Clear-ECRTokenCache -WhatIf</code>
/// <para>Says what it would do, and forgets nothing.</para>
/// </example>
/// <inputs type="None">Nothing can be piped.</inputs>
/// <outputs type="None">-Verbose tells how much was forgotten.</outputs>
/// <notes>
/// <para>What is forgotten lies in the memory of this process alone, and all runspaces of the process share it. Sessions of
/// roles lie in the AWS CLI's own cache, ~/.aws/cli/cache, too: those files stay, and this process takes them no more.</para>
/// <para>A token stays valid until it expires, whoever has it. Where Command of Get-ECRLoginCommand put it into a history or
/// a transcript, it stays there.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Clear-ECRTokenCache.md" />
/// <seealso>Get-ECRLoginCommand</seealso>
/// <seealso>Disconnect-ECRRegistry</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsCommon.Clear, "ECRTokenCache", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Clear-ECRTokenCache.md")]
public sealed class ClearECRTokenCache : EngineCommand
{
    private protected override void Finish()
    {
        if (!ShouldProcess("logins and sessions kept in this process", "Forget"))
            return;
        var cleared = Ask(NewRequest("clear_cache"));
        Messages.Verbose(FormattableString.Invariant($"Forgotten: {cleared.Number("tokens")} logins, {cleared.Number("sessions")} sessions."));
    }
}
