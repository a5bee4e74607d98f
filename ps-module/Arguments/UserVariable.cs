using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace EcrLogin.Arguments;

/// <summary>
/// A variable that Windows keeps for the user. Environment knows it only with the variables in it replaced by their values, so
/// what it writes back has lost them; Microsoft.Win32.Registry is not part of .NET Standard.
/// </summary>
internal static class UserVariable
{
    private const string Folder = "Environment";
    private const uint Text = 1;
    private const int NotFound = 2;

    private static readonly IntPtr currentUser = new(unchecked((int)0x80000001));

    /// <summary>Changes the text as it stands there; it stays of its kind.</summary>
    /// <exception cref="Win32Exception">It cannot be read or written, or is no text.</exception>
    public static void Change(string name, Func<string, string> change)
    {
        var kind = Text;
        var before = Read(name, ref kind);
        var after = change(before);
        if (after == before)
            return;
        if (after.Length == 0)
        {
            Check(RegDeleteKeyValueW(currentUser, Folder, name));
        }
        else
        {
            var bytes = Encoding.Unicode.GetBytes(after + '\0');
            Check(RegSetKeyValueW(currentUser, Folder, name, kind, bytes, (uint)bytes.Length));
        }
        TellOthers();
    }

    /// <summary>The text; empty where there is none.</summary>
    private static string Read(string name, ref uint kind)
    {
        // Both kinds of text: with variables in it and without.
        const uint anyTextAsItStands = 0x2 | 0x4 | 0x10000000;
        uint size = 0;
        var found = RegGetValueW(currentUser, Folder, name, anyTextAsItStands, out var foundKind, null, ref size);
        if (found == NotFound)
            return "";
        Check(found);
        kind = foundKind;
        var bytes = new byte[size];
        Check(RegGetValueW(currentUser, Folder, name, anyTextAsItStands, out _, bytes, ref size));
        return Encoding.Unicode.GetString(bytes, 0, (int)size).TrimEnd('\0');
    }

    /// <summary>Has the desktop give what it starts from now on the new variables; one that hangs is not waited for.</summary>
    private static void TellOthers()
    {
        const int allWindows = 0xffff;
        const uint settingChanged = 0x1a;
        const uint leaveHung = 0x2;
        _ = SendMessageTimeoutW(new IntPtr(allWindows), settingChanged, IntPtr.Zero, Folder, leaveHung, 1000, out _);
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new Win32Exception(error);
    }

    [DllImport("advapi32", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int RegGetValueW(IntPtr key, string folder, string name, uint flags, out uint kind, [Out] byte[]? data, ref uint size);

    [DllImport("advapi32", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int RegSetKeyValueW(IntPtr key, string folder, string name, uint kind, byte[] data, uint size);

    [DllImport("advapi32", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int RegDeleteKeyValueW(IntPtr key, string folder, string name);

    [DllImport("user32", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr SendMessageTimeoutW(
        IntPtr window, uint message, IntPtr unused, string what, uint flags, uint milliseconds, out IntPtr result);
}
