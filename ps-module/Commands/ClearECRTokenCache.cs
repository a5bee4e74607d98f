using System;
using System.Management.Automation;
using EcrLogin.Arguments;

namespace EcrLogin.Commands;

/// <summary>Forgets the logins and sessions that EcrLogin keeps in this process.</summary>
/// <remarks>
/// <para>Forgets the logins that calls with -UseCache kept, and what is kept without it too: the credentials that were
/// settled, such as the session of a role with its one-time code, and idle connections. The next call starts anew. Logins
/// that a container client has saved stay: those are taken out by Disconnect-ECRRegistry.</para>
/// <para>-Helper forgets the logins that docker-credential-ecrlogin keeps on disk as well: those that it got, and those
/// that clients handed in to it.</para>
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
/// <example>
/// <code>Clear-ECRTokenCache -Helper</code>
/// <para>Forgets what the credential helper keeps too: the next pull of docker or podman asks for a new login.</para>
/// </example>
/// <inputs type="None">Nothing can be piped.</inputs>
/// <outputs type="None">-Verbose tells how much was forgotten.</outputs>
/// <notes>
/// <para>Without -Helper, what is forgotten lies in the memory of this process alone, and all runspaces of the process share it. Sessions of
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
    /// <summary>Forget the logins that docker-credential-ecrlogin keeps on disk for this user too.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter Helper { get; set; }

    private protected override void Finish()
    {
        var what = "logins and sessions kept in this process" + (Helper ? ", and the logins kept by the credential helper" : "");
        if (!ShouldProcess(what, "Forget"))
            return;
        var request = NewRequest("clear_cache");
        if (Helper)
            request["helper"] = true;
        var cleared = Ask(request);
        Messages.Verbose(FormattableString.Invariant($"Forgotten: {cleared.Number("tokens")} logins, {cleared.Number("sessions")} sessions."));
        if (Helper)
            Messages.Verbose(FormattableString.Invariant($"Forgotten of the credential helper: {cleared.Number("helper")} logins."));
    }
}
