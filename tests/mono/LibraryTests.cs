using System;
using System.IO;
using System.Runtime.InteropServices;
using EcrLogin.Engine;

namespace EcrLogin.Mono;

/// <summary>The library, loaded as on .NET Framework: by LoadLibraryExW and GetProcAddress, which kernel32.c stands in for.</summary>
internal static class LibraryTests
{
    public static void TheLibraryOfTheModuleIsOfItsVersion(Setting setting)
    {
        var version = Marshal.PtrToStringAnsi(setting.Library.Functions.Version());
        Check.Equal(typeof(EngineLibrary).Assembly.GetName().Version.ToString(3), version);
        Check.True(setting.Library.Path.StartsWith(setting.ModuleFolder, StringComparison.Ordinal), setting.Library.Path);
    }

    public static void AMissingLibraryIsToldOfByItsPath()
    {
        var error = Check.Throws<EcrLoginException>(static () => EngineLibrary.Open("/nowhere"));
        Check.Equal("LibraryNotFound", error.Code);
        Check.True(error.Message.Contains("/nowhere/runtimes/"), error.Message);
    }

    public static void AFileThatIsNoLibraryIsToldOf()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        var path = Path.Combine(folder, "runtimes", RuntimeIdentifier.Current(), "native", "libecr_login.so");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            File.WriteAllText(path, "text");
            var error = Check.Throws<EcrLoginException>(() => EngineLibrary.Open(folder));
            Check.Equal("LibraryNotFound", error.Code);
            Check.True(error.Message.Contains("cannot be loaded"), error.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
