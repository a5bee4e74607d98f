using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using EcrLogin.Arguments;
using EcrLogin.Completion;
using EcrLogin.Errors;
using EcrLogin.Kubernetes;

namespace EcrLogin.Commands;

/// <summary>Makes the config by which a kubelet pulls from Amazon ECR without pull secrets.</summary>
/// <remarks>
/// <para>Gives a CredentialProviderConfig: for images of ECR the kubelet starts ecrlogin-credential-provider, which is
/// EcrLogin's credential helper by another name. It names the hosts of every partition, FIPS and dual-stack ones too, and
/// those that the map registries.json leads to a registry of ECR.</para>
/// <para>The kubelet reads the config when it starts, from the file of --image-credential-provider-config, and finds the
/// program in the folder of --image-credential-provider-bin-dir. The same file and the same program serve every node, in AWS
/// and elsewhere: credentials are the node's own, those of a profile, or those of the pod's service account.</para>
/// </remarks>
/// <example>
/// <code>New-ECRKubeletConfig</code>
/// <para>Shows the config for nodes that have credentials of their own, such as an instance's role.</para>
/// </example>
/// <example>
/// <code>New-ECRKubeletConfig ./ecrlogin.yaml -ProfileName pull -Region eu-west-1 -Environment @{ AWS_CONFIG_FILE = '/etc/ecrlogin/aws' }</code>
/// <para>Writes the config for nodes outside AWS, whose credentials lie in a file of the node.</para>
/// </example>
/// <example>
/// <code>New-ECRKubeletConfig -ServiceAccountTokenAudience sts.amazonaws.com</code>
/// <para>Shows the config by which each pod's service account pulls with the role that its annotation
/// eks.amazonaws.com/role-arn names.</para>
/// </example>
/// <example>
/// <code>New-ECRKubeletConfig ./ecrlogin.yaml -MatchImage registry.example.com:5000 -Environment @{ ECRLOGIN_REGISTRIES = '/etc/ecrlogin/registries.json' } -Force</code>
/// <para>Writes the config anew, for images of a proxy too: the nodes' map says which registry stands behind it.</para>
/// </example>
/// <inputs type="None">Nothing can be piped.</inputs>
/// <outputs type="System.String">The config, without -Path.</outputs>
/// <outputs type="System.IO.FileInfo">The file, with -Path.</outputs>
/// <notes>
/// <para>The config holds no secret, and none belongs into -Environment: the file is read by whoever reads the node's
/// files, and the values stand on the command line. Keys stand in a credentials file of the node, which a variable names.</para>
/// <para>The provider itself says how long a login is kept, half of what is left of it at most; the cache duration of the config
/// only counts where it does not.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/New-ECRKubeletConfig.md" />
/// <seealso>ConvertTo-ECRPullSecret</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsCommon.New, "ECRKubeletConfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/New-ECRKubeletConfig.md")]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class NewECRKubeletConfig : EngineCommand
{
    private static readonly string[] secrets = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN"];

    /// <summary>The file to write. Without it, the config is put out as text.</summary>
    [Parameter(Position = 0)]
    public string? Path { get; set; }

    /// <summary>The profile of the node's AWS config files that the provider uses.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The Region for registries whose host does not name one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Variables for the provider, beside those of the kubelet, such as AWS_CONFIG_FILE or ECRLOGIN_REGISTRIES.</summary>
    [Parameter]
    [SuppressMessage("Usage", "CA2227", Justification = "PowerShell sets parameters.")]
    public IDictionary? Environment { get; set; }

    /// <summary>More images to ask the provider for, as patterns of the kubelet: each * within one label of the host.</summary>
    [Parameter]
    public string[]? MatchImage { get; set; }

    /// <summary>How long the kubelet keeps a login where the provider does not say.</summary>
    /// <value>06:00:00</value>
    [Parameter]
    [Duration]
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Lets each pod's service account pull with its own role: the audience of its tokens, which for AWS is
    /// sts.amazonaws.com. Pods without the annotation eks.amazonaws.com/role-arn pull anonymously; eks.amazonaws.com/ecr-role-arn
    /// beside it names another role for pulls. A role of the map counts for none of them.</summary>
    [Parameter]
    public string? ServiceAccountTokenAudience { get; set; }

    /// <summary>Writes over a file that is there.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter Force { get; set; }

    private protected override void Finish()
    {
        var config = new KubeletConfig
        {
            Images = Images(),
            CacheDuration = CacheDuration,
            Environment = [.. Variables()],
            Audience = Unwrapped.Text(ServiceAccountTokenAudience),
        };
        if (FilePath.Full(SessionState, Path) is { } file)
            Write(file, config.ToString());
        else
            WriteObject(config.ToString());
    }

    private IEnumerable<string> Images()
    {
        var given = (MatchImage ?? []).Select(image => Unwrapped.Text(image) is { } text && !text.Any(char.IsWhiteSpace) && !text.Contains("://")
            ? text
            : throw Refused(nameof(MatchImage), image, "Give a host, with a port and a path where there are some, and no scheme."));
        return Ask(NewRequest("kubelet_images")).Texts("images").Concat(given).Distinct(StringComparer.Ordinal);
    }

    private IEnumerable<KeyValuePair<string, string>> Variables()
    {
        if (Unwrapped.Text(ProfileName) is { } profile)
        {
            yield return Unwrapped.Text(ServiceAccountTokenAudience) is null
                ? Variable("AWS_PROFILE", profile)
                : throw Refused(nameof(ProfileName), profile, "With -ServiceAccountTokenAudience nobody but the pod's service account answers.");
        }
        if (Unwrapped.Text(Region) is { } region)
        {
            yield return region.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
                ? Variable("AWS_REGION", region)
                : throw Refused(nameof(Region), region, "Give the name of a region, such as us-east-1.");
        }
        foreach (DictionaryEntry entry in Environment ?? new Hashtable())
        {
            var name = Unwrapped.Text(entry.Key) ?? "";
            if (name.Length == 0 || name.Any(static c => c is '=' || char.IsWhiteSpace(c)))
                throw Refused(nameof(Environment), name, "That is no name of a variable.");
            if (secrets.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw Refused(nameof(Environment), name, "A secret does not belong into this file: name a credentials file of the node in AWS_SHARED_CREDENTIALS_FILE.");
            if (Unwrapped.Value(entry.Value) is not (null or string or ValueType))
                throw Refused(nameof(Environment), name, $"Its value is of type {Unwrapped.TypeName(entry.Value!)}: give text.");
            yield return Variable(name, Unwrapped.Text(entry.Value) ?? "");
        }
    }

    private static KeyValuePair<string, string> Variable(string name, string value) => new(name, value);

    private void Write(string file, string config)
    {
        if (File.Exists(file) && !Force)
            throw new EcrLoginException("InvalidParameter", $"The file '{PlainText.OfValue(file)}' is there already.", "Name another, or give -Force.");
        if (!ShouldProcess(file, "Write the kubelet's config"))
            return;
        try
        {
            File.WriteAllText(file, config, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EcrLoginException("InvalidParameter", $"The file '{PlainText.OfValue(file)}' cannot be written: {error.Message}", "Name another.");
        }
        Messages.Verbose($"Start the kubelet with --image-credential-provider-config={file} and --image-credential-provider-bin-dir=FOLDER, where {KubeletConfig.Provider} lies.");
        WriteObject(new FileInfo(file));
    }

    private static EcrLoginException Refused(string parameter, object? value, string why) =>
        new("InvalidParameter", $"-{parameter} cannot be '{PlainText.OfValue(value)}'.", why);
}
