using System.IO;
using System.Management.Automation;
using EcrLogin.Errors;

namespace EcrLogin.Arguments;

/// <summary>Paths as the file system has them.</summary>
internal static class FilePath
{
    /// <summary>
    /// A path in full, from the PowerShell location, with its drives and ~ resolved; null for none. One that is of no file
    /// system is an error: what is written there would stand in a folder with the name of the drive.
    /// </summary>
    public static string? Full(SessionState session, string? path)
    {
        if (path is not { Length: > 0 })
            return null;
        string why;
        try
        {
            var full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name == "FileSystem")
                return full;
            why = $"belongs to the provider {provider.Name}.";
        }
        catch (RuntimeException error)
        {
            why = $"cannot be found: {error.GetBaseException().Message}";
        }
        throw new EcrLoginException(
            "InvalidParameter",
            $"The path '{PlainText.OfValue(path)}' {PlainText.OfValue(why)}",
            "Name a file or folder; of drives, those that New-PSDrive made with -Scope Global count.");
    }

    /// <summary>The location in the file system, which relative paths start from.</summary>
    public static string Current(SessionState session)
    {
        var location = session.Path.CurrentFileSystemLocation;
        // From its drive, if it has one: to work out ProviderPath takes longer than to write the whole request.
        return location.Drive is { } drive ? Path.Combine(drive.Root, drive.CurrentLocation) : location.ProviderPath;
    }
}
