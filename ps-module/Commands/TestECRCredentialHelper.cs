using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Completion;
using EcrLogin.Engine;

namespace EcrLogin.Commands;

/// <summary>Tells how the credential helper would serve registries, and what is wrong.</summary>
/// <remarks>
/// <para>Gives an object for each registry: the line of the map that is of it, the profile, role and Region that follow from it,
/// until when a login is kept and whether a client handed it in, what each client would ask, and every problem in a sentence with its remedy: that the helper is
/// missing, not on PATH, not executable or of another version than the module, that no client asks the helper for the registry, that another store, helper or login comes first, that Amazon's own
/// ecr-login stands in its place, or that the map cannot be read.</para>
/// <para>Nobody is asked: no service, no credentials, no client. Without a name, the registries are those that Install-ECRCredentialHelper
/// named and those of the map's exact lines, and *, all registries, where the helper is the store of a client.</para>
/// <para>A registry that is none of Amazon ECR, and that no client asks the helper for, is the clients' own: Clients tells which file or
/// store serves it, and nothing is wrong.</para>
/// </remarks>
/// <example>
/// <code>Test-ECRCredentialHelper</code>
/// <para>All registries that the helper is installed for.</para>
/// </example>
/// <example>
/// <code>Test-ECRCredentialHelper 111122223333.dkr.ecr.eu-west-1.amazonaws.com -Tool docker</code>
/// <para>Why does docker not pull from this registry?</para>
/// </example>
/// <example>
/// <code>(Test-ECRCredentialHelper 111122223333).IsReady</code>
/// <para>True or false, for a script.</para>
/// </example>
/// <example>
/// <code>Test-ECRCredentialHelper | Where-Object IsReady -EQ $false | Select-Object -ExpandProperty Problems</code>
/// <para>Only what is wrong.</para>
/// </example>
/// <example>
/// <code>Test-ECRCredentialHelper docker.io</code>
/// <para>What serves another registry: the clients themselves, or what the helper passes it on to.</para>
/// </example>
/// <inputs type="System.String">Account ids, hosts, images, or objects with RepositoryUri, ProxyEndpoint,
/// Registry, RegistryId, RegistryIds or AccountId.</inputs>
/// <outputs type="EcrLogin.CredentialHelper">Registry, IsReady, Problems, Clients, MapLine, Account, Profile, Role, Region,
/// Endpoint, KeptUntil, HandedInAt, Next and Program.</outputs>
/// <notes>
/// <para>A login that a client handed in, as docker login does, is given until it ends, or until the map says something else of its
/// registry: then the map counts.</para>
/// <para>A client that is started elsewhere, such as by a service, sees another PATH and another environment than this session;
/// the program itself tells what it sees: docker-credential-ecrlogin explain HOST.</para>
/// <para>No object holds a secret: they may stand in a history or a transcript.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Test-ECRCredentialHelper.md" />
/// <seealso>Install-ECRCredentialHelper</seealso>
/// <seealso>Uninstall-ECRCredentialHelper</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsDiagnostic.Test, "ECRCredentialHelper",
    HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Test-ECRCredentialHelper.md")]
[OutputType(typeof(CredentialHelper))]
public sealed class TestECRCredentialHelper : EngineCommand
{
    private readonly PipedRegistries<string> registries = new();

    /// <summary>Account ids, hosts, images, URLs or repository ARNs, and hosts that are none of Amazon ECR. They can be
    /// piped.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RegistryIds", "AccountId", "ProxyEndpoint", "Registry")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public object[]? RegistryId { get; set; }

    /// <summary>The clients: docker, podman, nerdctl, finch, buildah, skopeo, helm, oras and crane. Without it, all that are on
    /// PATH, else docker.</summary>
    [Parameter]
    [ValidateSet("docker", "podman", "nerdctl", "finch", "buildah", "skopeo", "helm", "oras", "crane")]
    public string[]? Tool { get; set; }

    /// <summary>Where the client keeps its config: a folder for docker, nerdctl and finch, a file for the others. Without it,
    /// the client's own place.</summary>
    [Parameter]
    public string? ConfigPath { get; set; }

    private protected override string Activity => "Looking at the credential helper";

    private protected override void Collect() =>
        registries.Add("", RegistryId, IsPiped(nameof(RegistryId)));

    private protected override void Finish() => AskEach(registries.Groups, Inspect);

    private void Inspect(RegistryGroup<string> group, Outcome outcome)
    {
        var request = NewRequest("inspect_helper");
        HelperWish.AddTools(request, Tool);
        request["config_path"] = FilePath.Full(SessionState, Unwrapped.Text(ConfigPath));
        request["helper_path"] = HelperProgram.Find(ModuleFolder);
        SetNames(request, group.Names);
        var answer = Ask(request);
        foreach (var found in answer.Objects("helpers"))
        {
            outcome.HasOutput = true;
            WriteObject(new CredentialHelper(found));
        }
        outcome.Add(answer);
    }
}
