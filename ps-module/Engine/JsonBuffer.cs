using System;
using System.Collections;
using System.Runtime.InteropServices;
using System.Security;

namespace EcrLogin.Engine;

/// <summary>JSON being written as UTF-8 into memory that nobody else has, and that is wiped at the end and when it moves.</summary>
internal sealed unsafe class JsonBuffer : IDisposable
{
    private byte* start;
    private int length;
    private int capacity;

    public JsonBuffer(int capacity = 16 * 1024)
    {
        start = (byte*)Marshal.AllocHGlobal(capacity);
        this.capacity = capacity;
    }

    /// <summary>The text so far, with a NUL at its end. It lives until the next write.</summary>
    public IntPtr Terminated
    {
        get
        {
            Reserve(1);
            start[length] = 0;
            return (IntPtr)start;
        }
    }

    /// <summary>Writes ASCII as it is.</summary>
    public void WriteRaw(string ascii)
    {
        Reserve(ascii.Length);
        foreach (var c in ascii)
            start[length++] = (byte)c;
    }

    /// <summary>Writes a text as a JSON string.</summary>
    public void WriteText(string text)
    {
        WriteRaw("\"");
        Append(text);
        WriteRaw("\"");
    }

    /// <summary>Writes some texts as one JSON string, parted by NULs.</summary>
    public void WriteJoined(IEnumerable texts)
    {
        var before = "\"";
        foreach (string text in texts)
        {
            WriteRaw(before);
            Append(text);
            before = "\\u0000";
        }
        WriteRaw("\"");
    }

    /// <summary>Writes a secret as a JSON string; nothing of it stays elsewhere.</summary>
    public void WriteText(SecureString text)
    {
        var chars = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            WriteRaw("\"");
            Append((char*)chars, text.Length);
            WriteRaw("\"");
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(chars);
        }
    }

    /// <summary>Wipes and frees the memory.</summary>
    public void Dispose()
    {
        Release(start, length);
        start = null;
        length = capacity = 0;
    }

    // What was never written to holds nothing.
    private static void Release(byte* memory, int written)
    {
        for (var i = 0; i < written; i++)
            memory[i] = 0;
        Marshal.FreeHGlobal((IntPtr)memory);
    }

    private void Append(string text)
    {
        fixed (char* chars = text)
            Append(chars, text.Length);
    }

    private void Append(char* chars, int count)
    {
        // Six bytes are the most that one unit of UTF-16 takes, as \u001f.
        Reserve(checked(count * 6));
        for (var i = 0; i < count; i++)
        {
            var c = chars[i];
            if (c is >= ' ' and < '\x7F' and not '"' and not '\\')
                start[length++] = (byte)c;
            else if (c < ' ')
                WriteControl(c);
            else if (c < '\x80')
                WriteEscaped(c);
            else
                i += WriteWide(chars + i, count - i);
        }
    }

    private void WriteEscaped(char c)
    {
        if (c != '\x7F')
            start[length++] = (byte)'\\';
        start[length++] = (byte)c;
    }

    private void WriteControl(char c)
    {
        const string digits = "0123456789abcdef";
        start[length++] = (byte)'\\';
        start[length++] = (byte)'u';
        start[length++] = (byte)'0';
        start[length++] = (byte)'0';
        start[length++] = (byte)digits[c >> 4];
        start[length++] = (byte)digits[c & 15];
    }

    // Gives how many further units belonged to the character. Half a pair is no character: U+FFFD stands for it.
    private int WriteWide(char* at, int left)
    {
        int point = *at;
        var further = 0;
        if (char.IsSurrogate(*at))
        {
            var isPair = left > 1 && char.IsSurrogatePair(at[0], at[1]);
            point = isPair ? char.ConvertToUtf32(at[0], at[1]) : 0xFFFD;
            further = isPair ? 1 : 0;
        }
        if (point < 0x800)
        {
            start[length++] = (byte)(0xC0 | (point >> 6));
        }
        else
        {
            if (point < 0x10000)
            {
                start[length++] = (byte)(0xE0 | (point >> 12));
            }
            else
            {
                start[length++] = (byte)(0xF0 | (point >> 18));
                start[length++] = (byte)(0x80 | ((point >> 12) & 0x3F));
            }
            start[length++] = (byte)(0x80 | ((point >> 6) & 0x3F));
        }
        start[length++] = (byte)(0x80 | (point & 0x3F));
        return further;
    }

    private void Reserve(int more)
    {
        var needed = checked(length + more);
        if (needed <= capacity)
            return;
        var size = Math.Max(needed, checked(capacity * 2));
        var memory = (byte*)Marshal.AllocHGlobal(size);
        Buffer.MemoryCopy(start, memory, size, length);
        Release(start, length);
        start = memory;
        capacity = size;
    }
}
