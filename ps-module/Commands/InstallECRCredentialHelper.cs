using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Completion;
using EcrLogin.Credentials;
using EcrLogin.Engine;

namespace EcrLogin.Commands;

/// <summary>Installs the credential helper for container clients.</summary>
/// <remarks>
/// <para>Copies the program docker-credential-ecrlogin out of the module, names it in the config files of the container clients,
/// and writes into the map ~/.ecrlogin/registries.json which profile and role a registry is asked with. From then on the clients get a login whenever they
/// need one: no login ends in the middle of the work, and none lies in a config file.</para>
/// <para>Registries are named by account id, host, image, URL or repository ARN. Without a name they are those that lines of
/// the map name exactly; where there are none, or with -ProfileName or -Region, the default registry of the caller, which one call asks for; with -Role
/// alone, that of the role's account. Other registries, such as Docker Hub, are left to whom they belong.</para>
/// <para>Where it is installed already, the command alone repeats what was installed: the program is copied anew, and what was changed
/// since in the configs of the clients that had it is put right. No other registry or client gets it, and the map is left as it is. -AddToPath may be added.</para>
/// <para>With -AsStore the helper becomes the store of all registries: it logs in to every registry of Amazon ECR, also to those
/// that nobody named, and passes all others on to the store that stood in its place, or keeps their logins in a file of its own. Only so can the map's
/// patterns with * serve, and -RegistryId takes such a pattern; with -ProfileName or -Role and no name, *.dkr.ecr.*.amazonaws.com.</para>
/// <para>What is changed is written down in ~/.ecrlogin/installed.json, and Uninstall-ECRCredentialHelper undoes it: a config
/// file that nobody else has written since is then as it was, to the byte. Where that file was lost, the next installation writes down
/// anew what of it is in the clients' configs and in the file of the shell.</para>
/// </remarks>
/// <example>
/// <code>Install-ECRCredentialHelper -AddToPath</code>
/// <para>Serves the registries of the map, or else the default registry of the caller, in the configs of all clients that are there.</para>
/// </example>
/// <example>
/// <code>
/// Install-ECRCredentialHelper 111122223333 -Region eu-west-1 -ProfileName work
/// Install-ECRCredentialHelper 444455556666 -Region eu-west-1 -ProfileName pull
/// docker pull 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1
/// </code>
/// <para>Two accounts, each with a profile of its own, and no login by hand.</para>
/// </example>
/// <example>
/// <code>Import-Csv registries.csv | Install-ECRCredentialHelper -Tool docker,podman</code>
/// <para>Many accounts, from a table with the columns RegistryId, Region, ProfileName and Role.</para>
/// </example>
/// <example>
/// <code>Install-ECRCredentialHelper -AsStore -ProfileName work -Role 'arn:aws:iam::{account}:role/pull'</code>
/// <para>Serves every registry of ECR: the profile 'work' assumes the role 'pull' of the account that a registry belongs to.</para>
/// </example>
/// <example>
/// <code>Install-ECRCredentialHelper 111122223333 -Region eu-west-1 -ServerAddress registry.example.com</code>
/// <para>A host of your own that stands before the registry.</para>
/// </example>
/// <example>
/// <code>Install-ECRCredentialHelper</code>
/// <para>After an update of the module: what is installed gets the new program.</para>
/// </example>
/// <example>
/// <code>Install-ECRCredentialHelper -AsStore -WhatIf</code>
/// <para>Says which files would be changed, and changes none.</para>
/// </example>
/// <inputs type="System.String">Account ids, hosts, images, or objects with RepositoryUri, ProxyEndpoint,
/// Registry, RegistryId, RegistryIds or AccountId, and with ProfileName, Role and Region.</inputs>
/// <outputs type="None">A line is shown for each file that is changed; 6>$null and -InformationAction Ignore silence it.</outputs>
/// <notes>
/// <para>-WhatIf asks no service. -Confirm asks for each file, and one no leaves all of a call's as they are.</para>
/// <para>The copy of the program lies in ~/.ecrlogin/bin, on Windows in EcrLogin\bin under LOCALAPPDATA, since an update of the
/// module takes its own away: call the command alone after it. Clients find it only on PATH. -AddToPath changes that of the user on Windows; elsewhere it
/// appends one marked line to ~/.profile, or to ~/.bash_profile or ~/.zprofile where the shell reads those. It changes that of the session, too.</para>
/// <para>docker, nerdctl, finch, crane, oras and helm read docker's config.json. podman, buildah and skopeo get
/// ~/.config/containers/auth.json, since the file that they log in to is lost at a restart on Linux. They know no credsStore: for -AsStore they get a list
/// of helpers in ~/.config/containers/registries.conf.d, where nobody has written one yet.</para>
/// <para>No login and no secret key is written down, on a command line or in a history: who may use the profile may pull.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Install-ECRCredentialHelper.md" />
/// <seealso>Test-ECRCredentialHelper</seealso>
/// <seealso>Uninstall-ECRCredentialHelper</seealso>
/// <seealso>Connect-ECRRegistry</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsLifecycle.Install, "ECRCredentialHelper", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Install-ECRCredentialHelper.md")]
public sealed class InstallECRCredentialHelper : SetupCommand
{
    private readonly PipedRegistries<HelperWish> registries = new();

    /// <summary>Account ids, hosts, images, URLs or repository ARNs; with -AsStore patterns too, such as
    /// 111122223333.dkr.ecr.*.amazonaws.com. They can be piped, and so can objects that have a property RepositoryUri,
    /// ProxyEndpoint, Registry, RegistryId, RegistryIds or AccountId, of which the first counts.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RegistryIds", "AccountId", "ProxyEndpoint", "Registry")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public object[]? RegistryId { get; set; }

    /// <summary>The AWS Regions of the registries that are named by account id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public object[]? Region { get; set; }

    /// <summary>The profile that the helper asks with, of the shared config and credentials files. Without it, a registry is
    /// asked with what the environment and the default profile say when a client needs a login.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredCredentials", "AWSProfileName", "Profile")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The role that the helper assumes for it, as an ARN; {account} in it stands for the account of the
    /// registry.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RoleArn")]
    public string? Role { get; set; }

    /// <summary>The clients: docker, podman, nerdctl, finch, buildah, skopeo, helm, oras and crane. Without it, all that are on
    /// PATH, else docker.</summary>
    [Parameter]
    [ValidateSet("docker", "podman", "nerdctl", "finch", "buildah", "skopeo", "helm", "oras", "crane")]
    public string[]? Tool { get; set; }

    /// <summary>Where the client keeps its config: a folder for docker, nerdctl and finch, a file for the others. Without it,
    /// the client's own place.</summary>
    [Parameter]
    public string? ConfigPath { get; set; }

    /// <summary>Another host that stands for the registry, such as a reverse proxy of it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServerAddressCompleter))]
    public string? ServerAddress { get; set; }

    /// <summary>Makes the helper the store of all registries (credsStore), and passes those that are not of Amazon ECR on to
    /// the store that was there.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter AsStore { get; set; }

    /// <summary>Puts the folder of the helper on PATH.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter AddToPath { get; set; }

    private protected override string Activity => "Installing the credential helper";

    private protected override string NothingToDo => "The credential helper is installed already, as wanted.";

    private protected override string PathAction => "Put the helper's folder on PATH";

    private protected override void ChangePath(string folder) => SearchPath.Add(folder);

    private protected override void Begin() => Given.RequireValues(nameof(ProfileName), nameof(Role));

    private protected override void Collect() =>
        registries.Add(CurrentWish(), RegistryId, IsPiped(nameof(RegistryId)));

    private protected override void Finish() => AskEach(registries.Groups, Install);

    private HelperWish CurrentWish() => new(RegionName.Lines(Region), Unwrapped.Text(ProfileName), Unwrapped.Text(Role), new ClientArguments
    {
        ConfigPath = Unwrapped.Text(ConfigPath),
        ServerAddress = Unwrapped.Text(ServerAddress),
    });

    private void Install(RegistryGroup<HelperWish> group, Outcome outcome)
    {
        var request = NewRequest("install_helper");
        group.Common.AddTo(request, SessionState, new ShellDefaults(GetVariableValue).Region);
        HelperWish.AddTools(request, Tool);
        request["helper_path"] = HelperProgram.Find(ModuleFolder);
        request["as_store"] = AsStore ? true : null;
        request["add_to_path"] = AddToPath ? true : null;
        SetNames(request, group.Names);
        Do(request);
        outcome.HasOutput = true;
    }
}
