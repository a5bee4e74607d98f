using System.IO;
using System.Runtime.InteropServices;
using EcrLogin.Errors;

namespace EcrLogin.Engine;

/// <summary>The program of the credential helper that comes with the module.</summary>
internal static class HelperProgram
{
    /// <summary>Its full path; the file is there.</summary>
    public static string Find(string moduleFolder)
    {
        var rid = RuntimeIdentifier.Current();
        var name = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "docker-credential-ecrlogin.exe" : "docker-credential-ecrlogin";
        var path = Path.Combine(moduleFolder, "runtimes", rid, "native", name);
        if (File.Exists(path))
            return path;
        throw new EcrLoginException(new Failure(
            "HelperNotFound",
            $"The credential helper of EcrLogin for {rid} is missing. Tried: {path}.",
            "Install the module again.")
        {
            Details = [path],
        });
    }
}
