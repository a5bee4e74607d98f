using System;
using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Completion;
using EcrLogin.Credentials;
using EcrLogin.Remoting;

namespace EcrLogin.Commands;

/// <summary>Tells whether a container client is still logged in to Amazon ECR.</summary>
/// <remarks>
/// <para>Looks for the login where the client keeps it, in its file or its credential store, and reads from the login itself
/// until when it lasts. Gives $true where it lasts for -MinimumLife yet, and $false where it does not, has ended, or is not
/// there. One answer is given, however many registries are named or piped: $true where all of them have a good login. -Verbose
/// tells why.</para>
/// <para>-Online asks the registries too whether they take the login. What happens on the way to a registry is an error and no
/// answer: neither $true nor $false is given then.</para>
/// <para>A registry that a credential helper serves has a good login as long as that helper is there; where it serves all, as
/// after Install-ECRCredentialHelper -AsStore, no registry need be named, but for -Online. A login that does not say
/// when it ends, such as one to a proxy of the registry, is good for -Online alone, if the registry takes it.</para>
/// </remarks>
/// <example>
/// <code>Test-ECRLogin</code>
/// <para>Tells whether there is a login to any registry of ECR that lasts for half an hour yet.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-ECRLogin 111122223333 -Region eu-west-1)) { Connect-ECRRegistry -RegistryId 111122223333 -Region eu-west-1 }</code>
/// <para>Logs in only where that is needed.</para>
/// </example>
/// <example>
/// <code>Test-ECRLogin 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1 -MinimumLife 02:00 -Tool podman</code>
/// <para>Tells whether podman's login to the registry of an image lasts for two hours yet.</para>
/// </example>
/// <example>
/// <code>Get-Content images.txt | Test-ECRLogin -Verbose</code>
/// <para>Tells whether there is a good login to the registry of each image that a file lists, and says of each why or why
/// not.</para>
/// </example>
/// <inputs type="System.String">Account ids, hosts, images, or objects with RepositoryUri, ProxyEndpoint,
/// Registry, RegistryId, RegistryIds or AccountId.</inputs>
/// <outputs type="System.Boolean">$true or $false, once. Nothing, where the pipeline brings nothing.</outputs>
/// <notes>
/// <para>The client is the one that Connect-ECRRegistry would log in: the first of docker, podman, nerdctl and finch that is on
/// PATH, else docker. Its credential store may ask to be unlocked. Of the files that podman, buildah and skopeo read, the first
/// that has the login counts: their own, on Linux ~/.config/containers/auth.json after it, and docker's last.</para>
/// <para>An account id stands for its registry in the Region that is in force; where none is known, in any. A registry that is
/// behind another name is named by that.</para>
/// <para>With -Online the login is shown to its own registry alone, over TLS unless that is this machine. The password is on no
/// command line, and no history or transcript shows it.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Test-ECRLogin.md" />
/// <seealso>Get-ECRLogin</seealso>
/// <seealso>Connect-ECRRegistry</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsDiagnostic.Test, "ECRLogin", HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Test-ECRLogin.md")]
[OutputType(typeof(bool))]
public sealed class TestECRLogin : EngineCommand
{
    private readonly PipedRegistries<LoginPlace> registries = new();

    private bool isAsked;
    private bool isGood = true;

    /// <summary>The registries: account ids, hosts, images, URLs or repository ARNs, and the objects that Get-ECRLogin and
    /// Connect-ECRRegistry give. They can be piped. Without any, a login to any registry of ECR will do.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RegistryIds", "AccountId", "ProxyEndpoint", "Registry")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public object[]? RegistryId { get; set; }

    /// <summary>How long the login must last yet, as a time such as 00:30, hours and minutes, or 1.00:00 for a day.</summary>
    /// <value>00:30:00</value>
    [Parameter]
    [Duration]
    public TimeSpan MinimumLife { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The AWS Regions of the registries that are named by account id: each must have a login.</summary>
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

    /// <summary>Where the client keeps its logins: a folder for docker, nerdctl and finch, a file for the others.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ConfigPath { get; set; }

    /// <summary>Asks the registries too whether they take the logins.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter Online { get; set; }

    /// <summary>The path of a PEM file with the certificate authorities to trust, in place of those of the system.</summary>
    [Parameter]
    public string? CABundle { get; set; }

    /// <summary>Verifies no TLS certificate, and warns of it. Whoever stands between you and the registry can then read the
    /// login.</summary>
    [Parameter]
    [Alias("NoVerifySsl")]
    [NullIsOff]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>How many seconds a connection to a registry may take; 0 means no limit.</summary>
    /// <value>60</value>
    [Parameter]
    [Alias("CliConnectTimeout")]
    [ValidateRange(0.0, Seconds.Most)]
    public double ConnectTimeoutSec { get; set; } = 60;

    /// <summary>How many seconds the whole answer of a registry may take; 0 means no limit.</summary>
    /// <value>60</value>
    [Parameter]
    [Alias("CliReadTimeout")]
    [ValidateRange(0.0, Seconds.Most)]
    public double ReadTimeoutSec { get; set; } = 60;

    /// <summary>How many seconds each answer of the client's credential store may take; 0 means no limit.</summary>
    /// <value>120</value>
    [Parameter]
    [ValidateRange(0.0, Seconds.Most)]
    public double ToolTimeoutSec { get; set; } = 120;

    private protected override string Activity => "Looking for logins to Amazon ECR";

    private protected override void Begin() => Given.RequireValues(nameof(ProfileName));

    private protected override void Collect() =>
        registries.Add(CurrentPlace(), RegistryId, IsPiped(nameof(RegistryId)));

    private protected override void Finish()
    {
        AskEach(registries.Groups, Check);
        if (isAsked)
            WriteObject(isGood);
    }

    private void Check(RegistryGroup<LoginPlace> group, Outcome outcome)
    {
        if (group.Common.Machine is { } machine)
            throw machine.Elsewhere("Get-ECRLogin -Session tells how long it lasts.");
        var request = NewRequest("check");
        group.Common.AddTo(request, SessionState, new ShellDefaults(GetVariableValue));
        SetNames(request, group.Names);
        request["minimum_life_ms"] = (long)MinimumLife.TotalMilliseconds;
        if (Online)
        {
            request["online"] = true;
            request["ca_bundle"] = FilePath.Full(SessionState, CABundle);
            request["skip_certificate_check"] = SkipCertificateCheck ? true : null;
            request["connect_timeout_ms"] = Seconds.ToMilliseconds(ConnectTimeoutSec);
            request["read_timeout_ms"] = Seconds.ToMilliseconds(ReadTimeoutSec);
            SystemProxy.AddTo(request, GetVariableValue("AWSProxy"));
        }
        var answer = Ask(request);
        isAsked = true;
        isGood &= answer.IsTrue("good");
        outcome.Add(answer);
    }

    private LoginPlace CurrentPlace() => new(RegionName.Lines(Region), Unwrapped.Text(ProfileName), new ClientArguments
    {
        Tool = Unwrapped.Text(Tool),
        ConfigPath = Unwrapped.Text(ConfigPath),
        TimeoutSec = IsGiven(nameof(ToolTimeoutSec)) ? ToolTimeoutSec : null,
    }, IsPiped(nameof(RegistryId)) ? OtherMachine.Of(RegistryId) : null);
}
