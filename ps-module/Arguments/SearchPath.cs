using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace EcrLogin.Arguments;

/// <summary>The folders in which programs are looked for: those of this process, and on Windows those of the user.</summary>
internal static class SearchPath
{
    private const string Name = "PATH";

    /// <summary>Whether the folders of the user are kept apart from those of a process, and can be changed.</summary>
    public static bool IsKeptForUser => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    public static void Add(string folder) => Change(folder, path => string.IsNullOrEmpty(path) ? folder : folder + Path.PathSeparator + path);

    public static void Remove(string folder) => Change(folder, static path => path);

    private static void Change(string folder, Func<string, string> change)
    {
        string Changed(string path)
        {
            var others = path.Split(Path.PathSeparator).Where(one => !IsSame(one, folder));
            return change(string.Join($"{Path.PathSeparator}", others));
        }
        Environment.SetEnvironmentVariable(Name, Changed(Environment.GetEnvironmentVariable(Name) ?? ""));
        if (IsKeptForUser)
            UserVariable.Change(Name, Changed);
    }

    // One of the user's own may have variables in it.
    private static bool IsSame(string one, string folder) =>
        string.Equals(Environment.ExpandEnvironmentVariables(one), folder, StringComparison.OrdinalIgnoreCase);
}
