using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace EcrLogin.Completion;

/// <summary>The hosts that container clients have in their config files, with a login or a helper.</summary>
internal static class ConfigHosts
{
    // The names in a config that have a dot or a port are those of registries. Logins themselves are values, in base64.
    private static readonly Regex host = new(
        "\"(?:https?://)?(?<host>[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+(?::[0-9]+)?|[A-Za-z0-9-]+:[0-9]+)/?(?:v1/)?\"\\s*:",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    /// <summary>The hosts in the config that a path names, a file or a folder, or else in those of docker and podman.</summary>
    public static IEnumerable<string> In(string? configPath) =>
        (configPath is null ? Usual() : [Path.Combine(configPath, "config.json"), configPath])
        .Where(File.Exists)
        .SelectMany(static file => host.Matches(File.ReadAllText(file)).Cast<Match>())
        .Select(static match => match.Groups["host"].Value)
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .OrderBy(static name => name, StringComparer.Ordinal);

    private static IEnumerable<string> Usual()
    {
        var home = Variable(RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "USERPROFILE" : "HOME");
        string?[] files =
        [
            Under(Variable("DOCKER_CONFIG") ?? Under(home, ".docker"), "config.json"),
            Variable("REGISTRY_AUTH_FILE") ?? Under(Variable("XDG_RUNTIME_DIR"), "containers", "auth.json"),
            Under(home, ".config", "containers", "auth.json"),
        ];
        return files.OfType<string>();
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string? Under(string? folder, params string[] names) => folder is null ? null : Path.Combine([folder, .. names]);
}
