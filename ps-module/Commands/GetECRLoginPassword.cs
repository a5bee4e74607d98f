using System.Linq;
using System.Management.Automation;
using System.Security;
using EcrLogin.Arguments;
using EcrLogin.Engine;

namespace EcrLogin.Commands;

/// <summary>Gets the password for container clients to log in to Amazon ECR.</summary>
/// <remarks>
/// <para>Gives the password alone, as one string, for the standard input of a container client. The user name is AWS. The
/// password serves every registry of the Region that the principal may reach, for 12 hours.</para>
/// <para>It stands for 'aws ecr get-login-password'. Whatever fails ends the command, so that nothing reaches the next one of
/// a pipeline.</para>
/// </remarks>
/// <example>
/// <code>Get-ECRLoginPassword -Region eu-west-1 | docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com</code>
/// <para>Logs docker in without the password on a command line.</para>
/// </example>
/// <example>
/// <code>Get-ECRLoginPassword -Public | docker login --username AWS --password-stdin public.ecr.aws</code>
/// <para>Logs docker in to ECR Public.</para>
/// </example>
/// <example>
/// <code>$credential = [pscredential]::new('AWS', (Get-ECRLoginPassword -AsSecureString))</code>
/// <para>Keeps user name and password in a PSCredential.</para>
/// </example>
/// <example>
/// <code>Get-ECRLoginPassword -ProfileName work -Region eu-west-1 | helm registry login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com</code>
/// <para>Logs helm in with the credentials of the profile 'work'.</para>
/// </example>
/// <inputs type="None">No registry can be piped, since the password is the same for all. Objects with properties such as
/// Region and ProfileName can: one password for each connection.</inputs>
/// <outputs type="System.String">The password.</outputs>
/// <outputs type="System.Security.SecureString">The password, with -AsSecureString.</outputs>
/// <notes>
/// <para>The password is a secret that opens your registries for 12 hours, and this command puts it whole on the pipeline:
/// without a program after it, it is shown on screen, and Start-Transcript keeps it. It is on no command line, unlike the one
/// in Command of Get-ECRLoginCommand.</para>
/// <para>How text reaches a program's standard input is PowerShell's affair: $OutputEncoding decides. With an encoding that
/// writes a byte order mark, such as [Text.Encoding]::UTF8, docker takes the mark for part of the password and the registry
/// answers 400 Bad Request. PowerShell 7 writes none by default; set $OutputEncoding = [Text.UTF8Encoding]::new($false) where
/// a profile script changed that. Connect-ECRRegistry is not concerned: it writes the bytes itself.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRLoginPassword.md" />
/// <seealso>Connect-ECRRegistry</seealso>
/// <seealso>Get-ECRLoginCommand</seealso>
/// <seealso>Get-ECRAuthorizationToken</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsCommon.Get, "ECRLoginPassword", HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRLoginPassword.md")]
[OutputType(typeof(string), typeof(SecureString))]
public sealed class GetECRLoginPassword : ConnectionCommand
{
    private readonly RegistryGroups<Connection> groups = new();

    /// <summary>Gives a SecureString in place of text.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter AsSecureString { get; set; }

    private protected override void Collect()
    {
        RequireConnection();
        groups.Add(CurrentConnection());
    }

    private protected override void Finish()
    {
        foreach (var group in groups.All)
            WriteObject(PasswordFor(group.Common));
    }

    private object PasswordFor(Connection connection)
    {
        var answer = Ask(NewRequest("tokens", connection), connection.NetworkCredential);
        if (answer.Objects("failures").FirstOrDefault() is { } failure)
            throw EngineErrors.Read(failure.Object("error"));
        // An empty line on its standard input makes a client ask the user.
        if (answer.Objects("tokens").FirstOrDefault()?.Text("password") is not { Length: > 0 } password)
            throw new EcrLoginException("InvalidToken", "The service's token has an empty password.");
        return AsSecureString ? SecretText.Of(password) : password;
    }
}
