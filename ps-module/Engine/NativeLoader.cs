using System;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.InteropServices;

namespace EcrLogin.Engine;

/// <summary>Loads a library by its full path, and never by a search.</summary>
internal static class NativeLoader
{
    // .NET has the one way for all systems; .NET Framework, which lacks it, runs on Windows alone.
    private static readonly Type? portable =
        Type.GetType("System.Runtime.InteropServices.NativeLibrary, System.Runtime.InteropServices", throwOnError: false);

    /// <summary>Loads a library and gives what finds its functions.</summary>
    public static Func<string, IntPtr> Open(string path) => portable is null ? OpenOnFramework(path) : OpenPortably(portable, path);

    private static Func<string, IntPtr> OpenPortably(Type type, string path)
    {
        var load = Method<Func<string, IntPtr>>(type, "Load", typeof(string));
        var export = Method<Func<IntPtr, string, IntPtr>>(type, "GetExport", typeof(IntPtr), typeof(string));
        var library = load(path);
        return name => export(library, name);
    }

    private static Func<string, IntPtr> OpenOnFramework(string path)
    {
        const uint alteredSearchPath = 0x8;
        var library = LoadLibraryExW(path, IntPtr.Zero, alteredSearchPath);
        if (library == IntPtr.Zero)
            throw new DllNotFoundException(new Win32Exception().Message);
        return name =>
        {
            var function = GetProcAddress(library, name);
            return function != IntPtr.Zero ? function : throw new EntryPointNotFoundException(name);
        };
    }

    private static T Method<T>(Type type, string name, params Type[] parameters)
        where T : Delegate =>
        (T)type.GetMethod(name, BindingFlags.Public | BindingFlags.Static, null, parameters, null)!.CreateDelegate(typeof(T));

    [DllImport("kernel32", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr LoadLibraryExW(string path, IntPtr file, uint flags);

    [DllImport("kernel32", CharSet = CharSet.Ansi, ExactSpelling = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr GetProcAddress(IntPtr library, string name);
}
