using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using EcrLogin.Errors;

namespace EcrLogin.Engine;

/// <summary>A library that is loaded and of this module's version. Once loaded it stays, for all runspaces of the process.</summary>
internal sealed class EngineLibrary
{
    private static readonly Dictionary<string, EngineLibrary> opened = new(StringComparer.Ordinal);

    private EngineLibrary(string path, EngineFunctions functions)
    {
        Path = path;
        Functions = functions;
    }

    /// <summary>The variable that names another library.</summary>
    public static string? Named => Environment.GetEnvironmentVariable("ECRLOGIN_LIBRARY") is { Length: > 0 } path ? path : null;

    /// <summary>The folder that this assembly was loaded from.</summary>
    public static string OwnFolder => System.IO.Path.GetDirectoryName(typeof(EngineLibrary).Assembly.Location)!;

    public string Path { get; }

    public EngineFunctions Functions { get; }

    /// <summary>The library in force for a module in this folder; loaded, if this is the first to ask for it.</summary>
    public static EngineLibrary Open(string moduleFolder)
    {
        var named = Named;
        var place = named ?? moduleFolder;
        lock (opened)
        {
            if (!opened.TryGetValue(place, out var library))
                opened[place] = library = Load(LibraryFinder.Find(moduleFolder, named));
            return library;
        }
    }

    private static EngineLibrary Load(string path)
    {
        var wanted = typeof(EngineLibrary).Assembly.GetName().Version!.ToString(3);
        string version;
        EngineFunctions? functions = null;
        try
        {
            functions = new EngineFunctions(NativeLoader.Open(path));
            version = Marshal.PtrToStringAnsi(functions.Version())!;
        }
        catch (EntryPointNotFoundException)
        {
            version = "another product or of none that EcrLogin knows";
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or IOException)
        {
            throw Unloadable(path, error.GetBaseException());
        }
        return functions is not null && version == wanted ? new EngineLibrary(path, functions) : throw Mismatch(path, wanted, version);
    }

    private static EcrLoginException Unloadable(string path, Exception error) => new(
        new Failure(
            "LibraryNotFound",
            $"The library {path} is there but cannot be loaded: {error.Message}",
            "Install the module again; if that does not help, the system lacks something that the library needs.")
        {
            Details = [path],
        },
        error);

    private static EcrLoginException Mismatch(string path, string wanted, string version) => new(new Failure(
        "VersionMismatch",
        $"The module EcrLogin is of version {wanted}, and the library {path} is of version {version}.",
        "Install the module again and start a new PowerShell.")
    {
        Details = [path],
    });
}
