using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using EcrLogin.Arguments;
using EcrLogin.Completion;
using EcrLogin.Engine;
using EcrLogin.Remoting;

namespace EcrLogin.Commands;

/// <summary>Lists the logins to Amazon ECR that container clients have, and until when.</summary>
/// <remarks>
/// <para>Looks into the files of docker, podman, helm and the clients that share these, and gives an object for each login to a
/// registry: which client has it, whether it is still valid and until when, and where it lies. No service is asked, nothing is
/// changed, and no secret is in any of it.</para>
/// <para>When a login ends stands in the password itself, as Amazon ECR makes it today. Of a password that does not say it, such
/// as one of a proxy of the registry, nobody knows: its Status is Unknown. Status Helper means that a credential helper makes a
/// login whenever one is needed.</para>
/// <para>Logins to other registries than those of ECR are left out, unless they are named, or their password is one of ECR. A
/// file that cannot be read is an error, and the others are looked into all the same.</para>
/// </remarks>
/// <example>
/// <code>Get-ECRLogin</code>
/// <para>Lists all logins to ECR on this machine, those of every client.</para>
/// </example>
/// <example>
/// <code>Get-ECRLogin 111122223333 -Tool docker | Select-Object Registry, ExpiresAt</code>
/// <para>Tells until when docker is logged in to an account's registries.</para>
/// </example>
/// <example>
/// <code>Get-ECRLogin -IncludeStore</code>
/// <para>Asks the clients' credential stores too. Such a store may ask to be unlocked.</para>
/// </example>
/// <example>
/// <code>Get-ECRLogin | Where-Object Status -EQ Expired | Disconnect-ECRRegistry</code>
/// <para>Takes out the logins that have ended: one to public.ecr.aws stops even pulls that need none.</para>
/// </example>
/// <example>
/// <code>Get-ECRLogin | Where-Object Status -EQ Valid | Where-Object ExpiresAt -LT (Get-Date).AddHours(1) | Select-Object -ExpandProperty Registry</code>
/// <para>Names the registries whose login ends within an hour. Logins without an end, which PowerShell takes for less than any
/// time, are left out first.</para>
/// </example>
/// <inputs type="System.String">Account ids, hosts, images, or objects with RepositoryUri, ProxyEndpoint,
/// Registry, RegistryId, RegistryIds or AccountId.</inputs>
/// <outputs type="EcrLogin.KeptLogin">Registry, Tool, ExpiresAt, Status, which is Valid, Expired, Unknown or Helper, Store, Path
/// and ConfigPath. They can be piped to Disconnect-ECRRegistry.</outputs>
/// <notes>
/// <para>A file that several clients share is named once, with the client that it belongs to: docker's, which nerdctl, finch,
/// oras and crane use too, and podman's, which buildah and skopeo use too. -Tool names the client. podman's are two on Linux:
/// the one that it logs in to, and ~/.config/containers/auth.json, which outlives a reboot and is read after it. With -Session
/// it is the same on each machine.</para>
/// <para>Where a credential store serves a registry, the file says no more than that: without -IncludeStore the Status of
/// such a login is Unknown. A login in the file that the client passes over for its store is none; -Verbose tells of it.</para>
/// <para>The password is in no property. Where a login lies in a client's file, every program of the user can read it there; a
/// history or a transcript of this command shows no password.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRLogin.md" />
/// <seealso>Test-ECRLogin</seealso>
/// <seealso>Connect-ECRRegistry</seealso>
/// <seealso>Disconnect-ECRRegistry</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsCommon.Get, "ECRLogin", HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRLogin.md")]
[OutputType(typeof(KeptLogin))]
public sealed class GetECRLogin : EngineCommand
{
    private readonly PipedRegistries<ClientArguments> registries = new();

    /// <summary>The registries whose logins are wanted: account ids, hosts, images, URLs or repository ARNs, and the objects that
    /// Connect-ECRRegistry gives with -PassThru. An account stands for its registries in every Region. They can be piped.
    /// Without any, all registries of ECR.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RegistryIds", "AccountId", "ProxyEndpoint", "Registry")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public object[]? RegistryId { get; set; }

    /// <summary>The client: docker, podman, nerdctl, finch, buildah, skopeo, helm, oras or crane. Without it, all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("docker", "podman", "nerdctl", "finch", "buildah", "skopeo", "helm", "oras", "crane")]
    public string? Tool { get; set; }

    /// <summary>Where the client keeps its logins: a folder for docker, nerdctl and finch, a file for the others. Without it,
    /// the clients' own places.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ConfigPath { get; set; }

    /// <summary>Asks the credential stores that the files name for the logins that they keep.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter IncludeStore { get; set; }

    /// <summary>How many seconds each answer of a credential store may take; 0 means no limit.</summary>
    /// <value>120</value>
    [Parameter]
    [ValidateRange(0.0, Seconds.Most)]
    public double ToolTimeoutSec { get; set; } = 120;

    /// <summary>Lists the logins of other machines, through sessions that New-PSSession opened: each tells what the files of its
    /// clients hold. -ConfigPath is the machines'; their credential stores are not asked.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSSession[]? Session { get; set; }

    /// <summary>How many sessions of -Session work at once.</summary>
    /// <value>32</value>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ThrottleLimit { get; set; } = 32;

    private protected override string Activity => "Looking for logins to Amazon ECR";

    private protected override void Collect() =>
        registries.Add(CurrentClient(), RegistryId, IsPiped(nameof(RegistryId)));

    private protected override void Finish() => AskEach(registries.Groups, List);

    private void List(RegistryGroup<ClientArguments> group, Outcome outcome)
    {
        var answer = Ask(RequestFor(group));
        if (Session is not null)
        {
            RunOn(Session, ThrottleLimit, machines => ListOn(machines, new RemoteList(answer, group.Common.ConfigPath), group, outcome));
            return;
        }
        // What could be looked at has been, even if it holds nothing.
        outcome.HasOutput = true;
        WriteObject(answer.Objects("logins").Select(static login => new KeptLogin(login)), enumerateCollection: true);
        outcome.Add(answer);
    }

    private Request RequestFor(RegistryGroup<ClientArguments> group)
    {
        var request = NewRequest("logins");
        group.Common.AddTo(request, SessionState);
        SetNames(request, group.Names);
        request["include_store"] = IncludeStore ? true : null;
        return request;
    }

    private void ListOn(Machines machines, RemoteList list, RegistryGroup<ClientArguments> group, Outcome outcome) => machines.Run(
        "ReadLogins",
        _ => list.Request,
        [],
        (machine, result, failures) =>
        {
            var file = RequestFor(group);
            file["file"] = list.FileOf(machine, result);
            var answer = Ask(file);
            outcome.HasOutput = true;
            WriteObject(answer.Objects("logins").Select(login => machine.Mark(new KeptLogin(login))), enumerateCollection: true);
            failures.Add(answer);
        },
        static _ => [],
        outcome);

    private ClientArguments CurrentClient() => new()
    {
        Tool = Unwrapped.Text(Tool),
        ConfigPath = Unwrapped.Text(ConfigPath),
        TimeoutSec = IsGiven(nameof(ToolTimeoutSec)) ? ToolTimeoutSec : null,
        IsRemote = Session is not null,
    };
}
