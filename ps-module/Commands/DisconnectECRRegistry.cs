using System.Management.Automation;
using System.Management.Automation.Runspaces;
using EcrLogin.Arguments;
using EcrLogin.Completion;
using EcrLogin.Credentials;
using EcrLogin.Remoting;

namespace EcrLogin.Commands;

/// <summary>Logs a container client out of Amazon ECR registries.</summary>
/// <remarks>
/// <para>Takes the logins of registries out of a container client's config file and its credential store, under every key that
/// one may stand (the host in any spelling, with https:// or http:// before it or /v1/ behind it), and checks that none is left. No service is asked, and
/// the client itself is not needed.</para>
/// <para>When one registry fails, the others are still logged out of. When all fail, the error ends the command.</para>
/// </remarks>
/// <example>
/// <code>Disconnect-ECRRegistry 111122223333 -Region eu-west-1</code>
/// <para>Logs docker out of an account's registry.</para>
/// </example>
/// <example>
/// <code>Disconnect-ECRRegistry -Public</code>
/// <para>Takes out a login to ECR Public, which when expired stops even anonymous pulls.</para>
/// </example>
/// <example>
/// <code>Disconnect-ECRRegistry 111122223333.dkr.ecr.eu-west-1.amazonaws.com -Tool podman -PassThru</code>
/// <para>Logs podman out and tells whether there was a login.</para>
/// </example>
/// <example>
/// <code>Get-ECRLoginCommand | Disconnect-ECRRegistry -EndpointType All</code>
/// <para>Logs out of the default registry under each of its names.</para>
/// </example>
/// <example>
/// <code>
/// $logins = Connect-ECRRegistry -RegistryId 111122223333,444455556666 -PassThru
/// docker pull 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1
/// $logins | Disconnect-ECRRegistry
/// </code>
/// <para>Logs in for some work alone. The objects say which client has the logins and where, so that they are found
/// again.</para>
/// </example>
/// <example>
/// <code>
/// $farm = Get-Content hosts.txt | ForEach-Object { New-PSSession -HostName $_ -UserName build -ConnectingTimeout 30000 }
/// $logins = Connect-ECRRegistry 111122223333.dkr.ecr.eu-west-1.amazonaws.com -Session $farm -PassThru
/// $logins | Disconnect-ECRRegistry -Session $farm
/// </code>
/// <para>Logs in other machines for some work alone. Each login is taken out on the machine that has it, and so are those that
/// Get-ECRLogin -Session finds.</para>
/// </example>
/// <inputs type="System.String">Account ids, hosts, images, or objects with RepositoryUri, ProxyEndpoint,
/// Registry, RegistryId, RegistryIds or AccountId.</inputs>
/// <outputs type="None">Without -PassThru, a line for each registry is shown instead, such as 'Logout Succeeded: HOST
/// (docker)', or one for all where there are more than twenty.</outputs>
/// <outputs type="EcrLogin.Registry">With -PassThru: Registry, Tool, ExpiresAt, Status, which is Removed, NotFound or, with -Session, Unknown,
/// ConfigPath and Store.</outputs>
/// <notes>
/// <para>-WhatIf changes nothing, but checks names and client and tells the hosts. A token stays valid until it expires, whoever has it: logging out takes it from the client
/// alone. Where Command of Get-ECRLoginCommand put it into a history or a transcript, it stays there.</para>
/// <para>docker's own logout always ends with exit code 0 and says nothing of a store that kept the login; this command looks,
/// and fails with the error StillLoggedIn. With -Session it is docker's own logout that the machine runs: where it does not
/// say whether there was a login, as docker's of today, the Status is Unknown; what the client said is told by -Verbose.</para>
/// <para>A client logs in again by itself to a registry that a credential helper serves, ecrlogin or ecr-login; a warning says so.
/// Uninstall-ECRCredentialHelper ends that.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Disconnect-ECRRegistry.md" />
/// <seealso>Connect-ECRRegistry</seealso>
/// <seealso>Get-ECRLogin</seealso>
/// <seealso>Clear-ECRTokenCache</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsCommunications.Disconnect, "ECRRegistry", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Disconnect-ECRRegistry.md")]
[OutputType(typeof(Registry))]
public sealed class DisconnectECRRegistry : EngineCommand
{
    private readonly PipedRegistries<LoginPlace> registries = new();

    private LoginResults results = null!;
    private RemoteLogins remote = null!;

    /// <summary>Account ids, hosts, images, URLs or repository ARNs, as Connect-ECRRegistry takes them, and the objects that it
    /// gives with -PassThru, which say the client and its config too. They can be piped. It is needed unless -Public or -ServerAddress says where to log out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RegistryIds", "AccountId", "ProxyEndpoint", "Registry")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public object[]? RegistryId { get; set; }

    /// <summary>The AWS Regions of the registries that are named by account id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public object[]? Region { get; set; }

    /// <summary>The profile that says the Region, where nothing else does.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredCredentials", "AWSProfileName", "Profile")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The client: docker, podman, nerdctl, finch, buildah, skopeo, helm, oras or crane. Without it, the first of
    /// docker, podman, nerdctl and finch that is on PATH, else docker.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("docker", "podman", "nerdctl", "finch", "buildah", "skopeo", "helm", "oras", "crane")]
    public string? Tool { get; set; }

    /// <summary>The client's program file, in place of the one on PATH.</summary>
    [Parameter]
    public string? ToolPath { get; set; }

    /// <summary>Where the client keeps its logins: a folder for docker, nerdctl and finch, a file for the others.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ConfigPath { get; set; }

    /// <summary>The host that was logged in under, in place of the registry's own.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServerAddressCompleter))]
    public string? ServerAddress { get; set; }

    /// <summary>Which names of a registry are logged out of: Ipv4, DualStack or All.</summary>
    [Parameter]
    [ValidateSet("Ipv4", "DualStack", "All")]
    public string? EndpointType { get; set; }

    /// <summary>How many seconds each answer of the client's credential store may take; 0 means no limit.</summary>
    /// <value>120</value>
    [Parameter]
    [ValidateRange(0.0, Seconds.Most)]
    public double ToolTimeoutSec { get; set; } = 120;

    /// <summary>Logs out of ECR Public, public.ecr.aws.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter Public { get; set; }

    /// <summary>Logs out the clients of other machines, through sessions that New-PSSession opened: each machine runs its client's
    /// own logout. -Tool, -ToolPath, -ConfigPath and -ServerAddress are the machines'. A piped login that Connect-ECRRegistry or
    /// Get-ECRLogin gave with -Session is taken out on its own machine alone.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSSession[]? Session { get; set; }

    /// <summary>How many sessions of -Session work at once.</summary>
    /// <value>32</value>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>Gives an object for each host.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => "Logging out of Amazon ECR";

    private protected override void Begin()
    {
        Given.RequireValues(nameof(ProfileName));
        results = new LoginResults(this, Messages, PassThru);
        remote = NewRemoteLogins(logsIn: false, results);
    }

    private protected override void Collect() =>
        registries.Add(CurrentPlace(), RegistryId, IsPiped(nameof(RegistryId)));

    private protected override void Finish() => AskEach(registries.Groups, Disconnect, outcome =>
    {
        if (Session is not null)
            RunOn(Session, ThrottleLimit, machines => remote.Run(machines, outcome));
        results.Tell();
    });

    private LoginPlace CurrentPlace() => new(RegionName.Lines(Region), Unwrapped.Text(ProfileName), new ClientArguments
    {
        Tool = Unwrapped.Text(Tool),
        ToolPath = Unwrapped.Text(ToolPath),
        ConfigPath = Unwrapped.Text(ConfigPath),
        ServerAddress = Unwrapped.Text(ServerAddress),
        EndpointType = Unwrapped.Text(EndpointType),
        TimeoutSec = IsGiven(nameof(ToolTimeoutSec)) ? ToolTimeoutSec : null,
        IsRemote = Session is not null,
    }, IsPiped(nameof(RegistryId)) ? OtherMachine.Of(RegistryId) : null);

    private void Disconnect(RegistryGroup<LoginPlace> group, Outcome outcome)
    {
        var sessions = group.Common.Machine is { } machine ? machine.SessionsIn(Session) : Session;
        var request = NewRequest("disconnect");
        group.Common.AddTo(request, SessionState, new ShellDefaults(GetVariableValue));
        request["public"] = Public ? true : null;
        if (!IsAllowed(request, group.Names, "Log out", outcome, sessions))
            return;
        var answer = Ask(request);
        remote.Add(answer, group.Common.Client, sessions);
        results.Add(answer, outcome);
    }
}
