using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.InteropServices;

namespace EcrLogin.Engine;

/// <summary>The name of the system that this process runs on, which is that of a folder under runtimes/.</summary>
internal static class RuntimeIdentifier
{
    public static string Current(string maps = "/proc/self/maps")
    {
        var architecture = Architecture();
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return $"win-{architecture}";
        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
            return $"osx-{architecture}";
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            return $"unix-{architecture}";
        return RunsOnMusl(maps) ? $"linux-musl-{architecture}" : $"linux-{architecture}";
    }

    [SuppressMessage("Globalization", "CA1308", Justification = "Runtime identifiers are in lower case.")]
    private static string Architecture() => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    // A system may hold both C libraries; only the one that this process runs on counts.
    private static bool RunsOnMusl(string maps) =>
        File.Exists(maps) && File.ReadAllText(maps).Contains("/ld-musl-");
}
