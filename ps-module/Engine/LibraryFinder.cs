using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcrLogin.Errors;

namespace EcrLogin.Engine;

/// <summary>Finds the library: the module's own, or the one that ECRLOGIN_LIBRARY names. Never by a search path.</summary>
internal static class LibraryFinder
{
    private static readonly SortedDictionary<string, string> files = new(StringComparer.Ordinal)
    {
        ["win-x64"] = "ecr_login.dll",
        ["win-arm64"] = "ecr_login.dll",
        ["linux-x64"] = "libecr_login.so",
        ["linux-arm64"] = "libecr_login.so",
        ["linux-musl-x64"] = "libecr_login.so",
        ["osx-x64"] = "libecr_login.dylib",
        ["osx-arm64"] = "libecr_login.dylib",
    };

    /// <summary>The full path of the library, which is there.</summary>
    public static string Find(string moduleFolder, string? named)
    {
        if (IntPtr.Size != 8)
        {
            throw new EcrLoginException(
                "UnsupportedPlatform",
                "EcrLogin needs a 64-bit PowerShell, and this one is a 32-bit process.",
                "Start the 64-bit PowerShell of this machine.");
        }
        return named is null ? FindOwn(moduleFolder, RuntimeIdentifier.Current()) : FindNamed(named);
    }

    private static string FindNamed(string path)
    {
        if (IsFullPath(path) && File.Exists(path))
            return Path.GetFullPath(path);
        throw new EcrLoginException(new Failure(
            "LibraryNotFound",
            $"ECRLOGIN_LIBRARY names the library '{PlainText.OfValue(path)}', which is not the full path of a file.",
            "Correct that variable, or remove it to use the library of the module.")
        {
            Details = [path],
        });
    }

    // .NET Framework throws at characters that no path has.
    private static bool IsFullPath(string path) => path.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Path.IsPathRooted(path);

    private static string FindOwn(string moduleFolder, string rid)
    {
        if (!files.TryGetValue(rid, out var file))
            throw new EcrLoginException("UnsupportedPlatform", $"EcrLogin has no library for {rid}.", $"It serves {string.Join(", ", files.Keys)}.");

        var runtimes = Path.Combine(moduleFolder, "runtimes");
        var path = Path.Combine(runtimes, rid, "native", file);
        if (File.Exists(path))
            return path;
        throw new EcrLoginException(new Failure(
            "LibraryNotFound",
            $"The library of EcrLogin for {rid} is missing. Tried: {path}. Libraries in this package: {Held(runtimes)}.",
            "Install the module again, or name a library by its full path in ECRLOGIN_LIBRARY.")
        {
            Details = [path],
        });
    }

    private static string Held(string runtimes)
    {
        var names = Directory.Exists(runtimes)
            ? Directory.GetDirectories(runtimes).Select(Path.GetFileName).OrderBy(static name => name, StringComparer.Ordinal).ToArray()
            : [];
        return names.Length > 0 ? string.Join(", ", names) : "none";
    }
}
