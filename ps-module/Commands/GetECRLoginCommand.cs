using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Engine;
using EcrLogin.Output;

namespace EcrLogin.Commands;

/// <summary>Gets user name, password and docker login command of Amazon ECR registries.</summary>
/// <remarks>
/// <para>Asks Amazon ECR for authorization tokens, which are valid for 12 hours, and gives one object for each registry: the
/// decoded user name and password, the endpoint, the time of expiry, and a docker login command made of these.</para>
/// <para>Without -RegistryId it is the default registry of the caller's account. Any number of registries can be given or
/// piped; they are asked for ten at a time, in parallel, and come back in the order given. When some of these calls fail, the
/// registries of the others are still output, followed by one error for each failed call, with its ids in TargetObject. When
/// all fail, the error ends the command. A value that names no registry is an error of its own; a list of nothing else ends the
/// command before any call.</para>
/// <para>Credentials are taken from -AccessKey and -SecretKey, else from -ProfileName, else from -Credential, else from the
/// line of registries.json that is of a registry that is named, else from $StoredAWSCredentials, which AWS Tools or you may
/// have set, else from the environment, the default profile and the other sources that the AWS CLI knows. A variable set in the running session, such as $env:AWS_PROFILE = 'work', counts at
/// once.</para>
/// <para>Piped objects may say for themselves who asks and where, in properties named Region, ProfileName, ProfileLocation,
/// AccessKey, SecretKey, SessionToken, Credential, NetworkCredential or EndpointUrl; an empty one says nothing. Those of one
/// connection are asked for together.</para>
/// </remarks>
/// <example>
/// <code>Get-ECRLoginCommand</code>
/// <para>Gets the login of the default registry, with the credentials and Region of the environment or the default
/// profile.</para>
/// </example>
/// <example>
/// <code>Invoke-Expression (Get-ECRLoginCommand -Region us-west-2).Command</code>
/// <para>Logs docker in to the default registry in us-west-2.</para>
/// </example>
/// <example>
/// <code>Get-ECRLoginCommand -RegistryId 111122223333,444455556666 -ProfileName work</code>
/// <para>Gets the logins of two registries with the credentials of the profile 'work'. Where the profile needs a one-time
/// code, the host asks for it, or -MfaCode gives it.</para>
/// </example>
/// <example>
/// <code>'111122223333', '444455556666' | Get-ECRLoginCommand | ForEach-Object { Invoke-Expression $_.Command }</code>
/// <para>Logs docker in to two registries.</para>
/// </example>
/// <example>
/// <code>
/// $login = Get-ECRLoginCommand
/// $login.Password | docker login --username $login.Username --password-stdin $login.ProxyEndpoint
/// </code>
/// <para>Logs docker in without the password on a command line.</para>
/// </example>
/// <example>
/// <code>Get-ECRLoginCommand -Credential (Get-Credential -Message 'Access key and secret key') -Region eu-central-1</code>
/// <para>Asks for an access key and its secret key, and gets a login with them.</para>
/// </example>
/// <example>
/// <code>
/// $role = aws sts assume-role --role-arn arn:aws:iam::444455556666:role/pull --role-session-name me | ConvertFrom-Json
/// Get-ECRLoginCommand -Credential $role -RegistryId 444455556666
/// </code>
/// <para>Gets a login with the keys that STS gave, from the AWS CLI here; the output of Use-STSRole of AWS Tools serves as
/// well.</para>
/// </example>
/// <example>
/// <code>Get-ECRRepository | Get-ECRLoginCommand | Select-Object ProxyEndpoint, ExpiresAt</code>
/// <para>Gets the login of each registry that the repositories lie in, which Get-ECRRepository of AWS Tools lists. A registry
/// that is piped twice is asked for once.</para>
/// </example>
/// <example>
/// <code>
/// 'RegistryId,Region,ProfileName', '111122223333,us-west-2,work', '444455556666,eu-west-1,' |
///     ConvertFrom-Csv | Get-ECRLoginCommand
/// </code>
/// <para>Gets the logins of a table's registries, each in its own Region and with its own profile, or the default one where
/// the cell is empty.</para>
/// </example>
/// <example>
/// <code>EcrLogin\Get-ECRLoginCommand -UseCache -Verbose</code>
/// <para>Gets a login, or one that is kept from an earlier call, and tells where credentials, Region and login came from. The
/// name of the module says which command is meant, where AWS Tools is there too.</para>
/// </example>
/// <inputs type="System.String">Account ids, as text or numbers, hosts, images, or objects with RepositoryUri, ProxyEndpoint,
/// Registry, RegistryId, RegistryIds or AccountId.</inputs>
/// <outputs type="EcrLogin.LoginCommand">One object for each registry, with Username, Password, ProxyEndpoint, Endpoint,
/// ExpiresAt and Command.</outputs>
/// <notes>
/// <para>Password and Command hold a secret that opens your registries for 12 hours. The default view shortens both;
/// Format-Table and text made of the object leave them out. Whoever asks for the properties gets them whole, by design:
/// Format-List *, Select-Object, ConvertTo-Json, Export-Csv and Get-Member show the password. So does the default view of an
/// object that came back from a job or a remote session to one that has not imported the module.</para>
/// <para>To run Command puts the password on a command line. Other users of the machine may see it in the list of processes,
/// and it may end up in a history or a transcript, and in the log of PowerShell's script blocks. Where that matters, use
/// Connect-ECRRegistry, or give the password to docker's standard input as the fifth example does.</para>
/// <para>Command is one safe command whatever the service answers: a value that could be read as anything but a value is
/// quoted, or is an error.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRLoginCommand.md" />
/// <seealso>Connect-ECRRegistry</seealso>
/// <seealso>Get-ECRLoginPassword</seealso>
/// <seealso>Get-ECRAuthorizationToken</seealso>
/// <seealso>Clear-ECRTokenCache</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsCommon.Get, "ECRLoginCommand", HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRLoginCommand.md")]
[OutputType(typeof(LoginCommand))]
public sealed class GetECRLoginCommand : RegistryCommand
{
    private protected override Request RequestFor(RegistryGroup<Connection> group)
    {
        var request = base.RequestFor(group);
        request["include_command"] = true;
        return request;
    }

    private protected override object Output(JsonObject token) => Shown.Of(new LoginCommand(token));
}
