using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using EcrLogin.Arguments;
using EcrLogin.Completion;
using EcrLogin.Remoting;

namespace EcrLogin.Commands;

/// <summary>Logs a container client in to Amazon ECR registries.</summary>
/// <remarks>
/// <para>Gets authorization tokens and logs docker, podman or another container client in with them, once for each registry.
/// The password goes to the client's standard input and is on no command line, in no variable and in no file but the client's
/// own.</para>
/// <para>A registry is named by its account id, its host, an image of it, a URL or a repository's ARN; all but the id settle
/// account, Region, FIPS and dual-stack by themselves. Logins to one config file are made one after the other, also those of other processes with this
/// module, since clients lose entries otherwise. When one registry fails, the others are still logged in to; but what the
/// service refuses for one account, it refuses for the up to ten that are asked for in one call. When all fail, the error ends
/// the command.</para>
/// <para>Values without a name are registries, or an access key and its secret key.</para>
/// </remarks>
/// <example>
/// <code>Connect-ECRRegistry</code>
/// <para>Logs in to the default registry.</para>
/// </example>
/// <example>
/// <code>Connect-ECRRegistry 111122223333,444455556666 -Region eu-west-1 -Tool podman</code>
/// <para>Logs podman in to two registries.</para>
/// </example>
/// <example>
/// <code>Connect-ECRRegistry 111122223333.dkr.ecr.us-west-2.amazonaws.com/app:1</code>
/// <para>Logs in to the registry of an image, in the Region of that registry, whatever Region is set.</para>
/// </example>
/// <example>
/// <code>Get-Content images.txt | Connect-ECRRegistry -ProfileName work</code>
/// <para>Logs in to the registry of each image that a file lists, once for each, with the credentials of the profile 'work'.
/// Blank lines, and comments that start with #, are passed over.</para>
/// </example>
/// <example>
/// <code>Connect-ECRRegistry -RegistryId 111122223333 -Region eu-west-1,us-east-1 -EndpointType All</code>
/// <para>Logs in to an account's registries in two Regions, under the IPv4 and the dual-stack name of each.</para>
/// </example>
/// <example>
/// <code>Connect-ECRRegistry -Public -PassThru</code>
/// <para>Logs in to ECR Public and tells until when.</para>
/// </example>
/// <example>
/// <code>Connect-ECRRegistry -RegistryId 111122223333 -NoClient -ConfigPath ./auth.json -SkipVerification</code>
/// <para>Writes the login into a file that podman, buildah, skopeo and others take, on a machine that has none of them and
/// reaches no registry.</para>
/// </example>
/// <example>
/// <code>Auth-ECR AKIAIOSFODNN7EXAMPLE $secretKey -Region us-east-1</code>
/// <para>Logs in with a key pair.</para>
/// </example>
/// <inputs type="System.String">Account ids, hosts, images, or objects with RepositoryUri, ProxyEndpoint,
/// Registry, RegistryId, RegistryIds or AccountId.</inputs>
/// <outputs type="None">Without -PassThru, a line for each registry is shown instead, such as 'Login Succeeded: HOST (docker,
/// until 19:22)', or one for all where there are more than twenty; 6>$null and -InformationAction Ignore silence it.</outputs>
/// <outputs type="EcrLogin.Registry">With -PassThru: Registry, Tool, ExpiresAt, Status, which is Succeeded, or NotNeeded where
/// the ECR credential helper serves the host already, ConfigPath and Store, which say where the login lies.</outputs>
/// <notes>
/// <para>-WhatIf asks no service and logs nothing in, but checks names, profile, Region and client, and tells the hosts.
/// Where no Region is set at all, Auth-ECR takes us-east-1.</para>
/// <para>Unlike Command of Get-ECRLoginCommand, this puts no password on a command line: other users of the machine see the
/// client, the registry and the user name in the list of processes, and no more. A secret key that is typed as text, as for
/// Auth-ECR, does end up in the history of the shell; a SecureString or a profile does not.</para>
/// <para>-NoClient shows the login to its own registry alone, over TLS unless that is this machine, with -CABundle,
/// -SkipCertificateCheck and the timeouts of this command; what the registry refuses is not kept. Registries are asked side by
/// side, and the file is written once for all. It stays whose it is: links, modes, owners and what else is in it.</para>
/// <para>A login is believed when it lies in the client's config file or in the store that this names. Beside that file stays
/// an empty file .ecrlogin.lock, by which logins wait for each other.</para>
/// <para>Helpers that keep logins may show them to every program of the user; see the documentation of the client.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Connect-ECRRegistry.md" />
/// <seealso>Disconnect-ECRRegistry</seealso>
/// <seealso>Get-ECRLogin</seealso>
/// <seealso>Test-ECRLogin</seealso>
/// <seealso>Get-ECRLoginCommand</seealso>
/// <seealso>Get-ECRLoginPassword</seealso>
/// <seealso>Clear-ECRTokenCache</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsCommunications.Connect, "ECRRegistry", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Connect-ECRRegistry.md")]
[Alias("Auth-ECR")]
[OutputType(typeof(Registry))]
public sealed class ConnectECRRegistry : ConnectionCommand
{
    private readonly PipedRegistries<Connection> registries = new();

    private FirstValues first = null!;
    private LoginResults results = null!;
    private RemoteLogins remote = null!;

    /// <summary>An AWS access key id; the first value without a name. It needs -SecretKey, and -SessionToken if the keys are
    /// temporary. Without a secret key, account ids, hosts and images may stand in its place.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("AK", "AccessKeyId")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    [SuppressMessage("Design", "CA1061", Justification = "Registries may stand here, and PowerShell takes the parameter of the derived class.")]
    public new object? AccessKey { get; set; }

    /// <summary>The secret key that belongs to -AccessKey, as a string or a SecureString; the second value without a
    /// name.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SK", "SecretAccessKey")]
    public new object? SecretKey { get; set; }

    /// <summary>Account ids, hosts, images, URLs or repository ARNs, such as 111122223333 or
    /// 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1, and the objects that Get-ECRLoginCommand and AWS Tools'
    /// Get-ECRRepository give; a host to which registries.json gives an account too. They can be piped. Without any it is the
    /// default registry of the caller's account.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RegistryIds", "AccountId", "ProxyEndpoint", "Registry")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public object[]? RegistryId { get; set; }

    /// <summary>The AWS Regions of the registries that are named by account id. Each account is logged in to in each
    /// Region.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public new object[]? Region { get; set; }

    /// <summary>The client: docker, podman, nerdctl, finch, buildah, skopeo, helm, oras or crane. Without it, the first of
    /// docker, podman, nerdctl and finch that is on PATH.</summary>
    [Parameter]
    [ValidateSet("docker", "podman", "nerdctl", "finch", "buildah", "skopeo", "helm", "oras", "crane")]
    public string? Tool { get; set; }

    /// <summary>The client's program file, in place of the one on PATH.</summary>
    [Parameter]
    public string? ToolPath { get; set; }

    /// <summary>Where the client keeps its logins: a folder for docker, nerdctl and finch, a file for the others. Without it,
    /// the client's own place.</summary>
    [Parameter]
    public string? ConfigPath { get; set; }

    /// <summary>Another host to log in under, such as a reverse proxy of the registry.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServerAddressCompleter))]
    public string? ServerAddress { get; set; }

    /// <summary>Which names of a registry are logged in to with its one token: Ipv4, DualStack or All. Without it, the name that
    /// was given.</summary>
    [Parameter]
    [ValidateSet("Ipv4", "DualStack", "All")]
    public string? EndpointType { get; set; }

    /// <summary>How many seconds the client may take for one login; 0 means no limit.</summary>
    /// <value>120</value>
    [Parameter]
    [ValidateRange(0.0, Seconds.Most)]
    public double ToolTimeoutSec { get; set; } = 120;

    /// <summary>Logs in without the client: asks the registry itself whether it takes the login, then writes the client's file as
    /// the client would, or hands the login to the credential store that the file names. For machines without a client, such as
    /// those that build. -Tool and -ConfigPath say whose file is meant; without them, that of the first client on PATH, else
    /// docker's.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter NoClient { get; set; }

    /// <summary>With -NoClient, does not ask the registry whether it takes the login.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter SkipVerification { get; set; }

    /// <summary>Logs in the clients of other machines, through sessions that New-PSSession opened. The token is got here, once for
    /// all; a machine needs PowerShell and the client, neither this module nor credentials of AWS. -Tool, -ToolPath, -ConfigPath
    /// and -ServerAddress are the machines'.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSSession[]? Session { get; set; }

    /// <summary>How many sessions of -Session work at once.</summary>
    /// <value>32</value>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>Gives an object for each login.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => "Logging in to Amazon ECR";

    private protected override object? GivenRegion => Region;

    private protected override bool ArePositionsRegistries => first.AreRegistries;

    private protected override object? GivenAccessKey => first.AreRegistries ? null : AccessKey;

    private protected override object? GivenSecretKey => SecretKey;

    private protected override void Begin()
    {
        base.Begin();
        results = new LoginResults(this, Messages, PassThru);
        remote = NewRemoteLogins(logsIn: true, results);
        first = new FirstValues(AccessKey, SecretKey, IsGiven(nameof(AccessKey)), IsGiven(nameof(RegistryId)));
    }

    private protected override void Collect()
    {
        if (IsGiven(nameof(RegistryId)))
            RequireConnection();
        if (first.AreRegistries && RegistryId is not null)
        {
            throw new EcrLoginException(
                "InvalidParameter",
                "Registries are named by position and piped as well.",
                "Name all of them in one way.");
        }
        if (first.AreRegistries)
            registries.Add(CurrentConnection(), [AccessKey], isPiped: false);
        else
            registries.Add(CurrentConnection(), RegistryId, IsPiped(nameof(RegistryId)), IsList);
    }

    private protected override void Finish() => AskEach(registries.Groups, Connect, outcome =>
    {
        if (Session is not null)
            RunOn(Session, ThrottleLimit, machines => remote.Run(machines, outcome));
        results.Tell();
    });

    private protected override string? RegionsOf(Connection connection) => connection.Regions;

    private void Connect(RegistryGroup<Connection> group, Outcome outcome)
    {
        var request = NewRequest("connect", group.Common);
        var client = Client();
        client.AddTo(request, SessionState);
        request["no_client"] = NoClient ? true : null;
        request["skip_verification"] = SkipVerification ? true : null;
        if (IsCalled("Auth-ECR"))
            request["fallback_region"] = "us-east-1";
        if (!IsAllowed(request, group.Names, "Log in", outcome, Session))
            return;
        var answer = Ask(request, group.Common.NetworkCredential);
        remote.Add(answer, client, Session);
        results.Add(answer, outcome);
    }

    private ClientArguments Client() => new()
    {
        Tool = Unwrapped.Text(Tool),
        ToolPath = Unwrapped.Text(ToolPath),
        ConfigPath = Unwrapped.Text(ConfigPath),
        ServerAddress = Unwrapped.Text(ServerAddress),
        EndpointType = Unwrapped.Text(EndpointType),
        TimeoutSec = IsGiven(nameof(ToolTimeoutSec)) ? ToolTimeoutSec : null,
        IsRemote = Session is not null,
    };
}
