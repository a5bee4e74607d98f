using System.Management.Automation;
using EcrLogin.Arguments;

namespace EcrLogin.Commands;

/// <summary>Takes away what Install-ECRCredentialHelper put into place.</summary>
/// <remarks>
/// <para>Takes the credential helper out of the config files of the container clients, its lines out of the map, its folder off
/// PATH, and removes the copy of its program and the logins to Amazon ECR that it kept on disk. A config file that nobody else has written since is as it was before, to the byte; of one that was, only what
/// is still ours goes, and the store or helper that stood in its place comes back. What others changed is left, with a warning, and stands in the way of nothing else.</para>
/// </remarks>
/// <example>
/// <code>Uninstall-ECRCredentialHelper</code>
/// <para>Undoes every installation of the user.</para>
/// </example>
/// <example>
/// <code>Uninstall-ECRCredentialHelper -WhatIf</code>
/// <para>Says which files would be changed, and changes none.</para>
/// </example>
/// <example>
/// <code>
/// Uninstall-ECRCredentialHelper
/// Connect-ECRRegistry 111122223333 -Region eu-west-1
/// </code>
/// <para>Goes back to a login by hand.</para>
/// </example>
/// <example>
/// <code>
/// Clear-ECRTokenCache
/// Uninstall-ECRCredentialHelper -Confirm
/// </code>
/// <para>Forgets the logins of this process first, and asks before each file.</para>
/// </example>
/// <inputs type="None">Nothing can be piped.</inputs>
/// <outputs type="None">A line is shown for each file that is changed; 6>$null and -InformationAction Ignore silence it.</outputs>
/// <notes>
/// <para>What installing did stands in ~/.ecrlogin/installed.json; without that file, or where nothing was installed, nothing is
/// changed: install again first, which writes it down anew. -Confirm asks for each file, and one no leaves all of them as they are.</para>
/// <para>Logins to other registries that the helper kept under -AsStore stay in ~/.ecrlogin/auths.json, and a warning names the
/// file. A token stays valid until it expires, wherever it was put: a command line, a history or a transcript.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Uninstall-ECRCredentialHelper.md" />
/// <seealso>Install-ECRCredentialHelper</seealso>
/// <seealso>Test-ECRCredentialHelper</seealso>
/// <seealso>Connect-ECRRegistry</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsLifecycle.Uninstall, "ECRCredentialHelper", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Uninstall-ECRCredentialHelper.md")]
public sealed class UninstallECRCredentialHelper : SetupCommand
{
    private protected override string Activity => "Taking the credential helper away";

    private protected override string NothingToDo => "No credential helper of EcrLogin is installed.";

    private protected override string PathAction => "Take the helper's folder off PATH";

    private protected override void ChangePath(string folder) => SearchPath.Remove(folder);

    private protected override void Finish() => Do(NewRequest("uninstall_helper"));
}
