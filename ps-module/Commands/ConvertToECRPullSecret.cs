using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Errors;
using EcrLogin.Kubernetes;

namespace EcrLogin.Commands;

/// <summary>Makes a Kubernetes pull secret of logins to Amazon ECR.</summary>
/// <remarks>
/// <para>Gives the manifest of one Secret of the type kubernetes.io/dockerconfigjson that holds all the logins piped, for
/// kubectl apply -f -. Pods of its namespace pull with it, where imagePullSecrets of the pod or of its service account name
/// it.</para>
/// <para>A login ends 12 hours after it was made, and with it the Secret's use: running containers stay, pulls fail. Where the
/// nodes can be configured, New-ECRKubeletConfig needs no Secret, and nothing has to be made anew.</para>
/// </remarks>
/// <example>
/// <code>Get-ECRLoginCommand -RegistryId 111122223333 | ConvertTo-ECRPullSecret -Name ecr | kubectl apply -f -</code>
/// <para>Makes the Secret 'ecr' in the current namespace, or replaces it.</para>
/// </example>
/// <example>
/// <code>Get-ECRLoginCommand 111122223333,444455556666 | ConvertTo-ECRPullSecret ecr -Namespace web, jobs | kubectl apply -f -</code>
/// <para>Makes a Secret with the logins of two registries in two namespaces.</para>
/// </example>
/// <example>
/// <code>Get-ECRAuthorizationToken -Region eu-west-1 | ConvertTo-ECRPullSecret -Name ecr -Namespace web | ConvertFrom-Json | Select-Object -ExpandProperty metadata</code>
/// <para>Shows whose Secret it would be.</para>
/// </example>
/// <example>
/// <code>Import-Csv registries.csv | Get-ECRLoginCommand | ConvertTo-ECRPullSecret ecr | kubectl apply --namespace web --filename -</code>
/// <para>Makes one Secret of a table of registries.</para>
/// </example>
/// <inputs type="EcrLogin.LoginCommand">The logins; objects of Get-ECRAuthorizationToken and others with the properties
/// ProxyEndpoint, Username and Password serve as well.</inputs>
/// <outputs type="System.String">The manifest, in one line of JSON for each namespace.</outputs>
/// <notes>
/// <para>The manifest holds the passwords, merely in base64: whoever reads it can log in for 12 hours. It is meant for
/// kubectl's standard input; on screen, in a transcript and on a command line it is as open as the password itself.</para>
/// <para>Kubernetes takes 1 MiB in a Secret, which is enough for about 280 registries. Above about 50 kubectl apply needs
/// --server-side: without it, it puts the manifest into an annotation too, for which 256 KiB are allowed. A Secret's type never
/// changes: one of that name and another type has to be deleted first.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/ConvertTo-ECRPullSecret.md" />
/// <seealso>New-ECRKubeletConfig</seealso>
/// <seealso>Get-ECRLoginCommand</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsData.ConvertTo, "ECRPullSecret", HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/ConvertTo-ECRPullSecret.md")]
[OutputType(typeof(string))]
public sealed class ConvertToECRPullSecret : EngineCommand
{
    private readonly PullSecret secret = new();

    /// <summary>The name of the Secret: lower case letters, digits, dashes and dots.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    /// <summary>The namespaces to make it in, a manifest for each. Without it, kubectl's own decides.</summary>
    [Parameter(Position = 1)]
    public string[]? Namespace { get; set; }

    /// <summary>The logins.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    private protected override void Begin()
    {
        if (!KubernetesName.IsSubdomain(Name))
            throw Refused(nameof(Name), Name, "lower case letters, digits, dashes and dots, with a letter or digit at each end, 253 at most");
        foreach (var one in Namespace ?? [])
        {
            if (!KubernetesName.IsLabel(one))
                throw Refused(nameof(Namespace), one, "lower case letters, digits and dashes, with a letter or digit at each end, 63 at most");
        }
    }

    private protected override void Collect()
    {
        // A list that is given as an argument is one object.
        foreach (var login in Unwrapped.Items(InputObject) ?? new[] { InputObject })
        {
            var one = PSObject.AsPSObject(login);
            secret.Add(PipedLogin.Host(one), PipedLogin.Auth(one));
        }
    }

    private protected override void Finish()
    {
        // Logins that failed have said so, and an empty Secret would take the place of one that serves.
        if (secret.IsEmpty)
            return;
        if (Namespace is not { Length: > 0 })
            WriteObject(secret.Manifest(Name, null));
        foreach (var one in Namespace ?? [])
            WriteObject(secret.Manifest(Name, one));
    }

    private static EcrLoginException Refused(string parameter, string? value, string rule) =>
        new("InvalidParameter", $"'{PlainText.OfValue(value)}' is no name for -{parameter}.", $"Kubernetes takes {rule}.");
}
