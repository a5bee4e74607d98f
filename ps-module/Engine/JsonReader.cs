using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace EcrLogin.Engine;

/// <summary>
/// Reads an answer where it lies: pure ASCII with a NUL at its end. The library's own answers only, so it need not say
/// what is wrong with others; but it reads nothing beyond their end, and none deeper than any is.
/// </summary>
/// <remarks>
/// In place of a reader of .NET that all PowerShells share: that one makes a copy as text of everything, and its first use
/// alone takes some ten milliseconds.
/// </remarks>
internal unsafe ref struct JsonReader
{
    private const int Deepest = 32;

    private byte* at;
    private int depth;

    private JsonReader(byte* text) => at = text;

    /// <summary>Reads the one object that a text holds.</summary>
    /// <exception cref="FormatException">It holds something else.</exception>
    public static JsonObject Read(IntPtr text)
    {
        if (text == IntPtr.Zero)
            throw Unreadable();
        var reader = new JsonReader((byte*)text);
        var value = reader.ReadValue() as JsonObject;
        reader.SkipBlanks();
        return value is not null && *reader.at == 0 ? value : throw Unreadable();
    }

    private static FormatException Unreadable() => new("The answer is no JSON object.");

    private object? ReadValue()
    {
        SkipBlanks();
        return *at switch
        {
            (byte)'{' => ReadObject(),
            (byte)'[' => ReadList(),
            (byte)'"' => ReadText(),
            (byte)'t' => ReadWord("true", true),
            (byte)'f' => ReadWord("false", false),
            (byte)'n' => ReadWord("null", null),
            _ => ReadNumber(),
        };
    }

    private JsonObject ReadObject()
    {
        var members = new JsonObject();
        if (Enter('}'))
            return members;
        do
        {
            SkipBlanks();
            var name = ReadText();
            Expect(':');
            members.Set(name, ReadValue());
        }
        while (Goes(on: ',', end: '}'));
        return members;
    }

    private List<object?> ReadList()
    {
        var items = new List<object?>();
        if (Enter(']'))
            return items;
        do
            items.Add(ReadValue());
        while (Goes(on: ',', end: ']'));
        return items;
    }

    private string ReadText()
    {
        Expect('"');
        var from = at;
        while (*at is not (byte)'"' and not (byte)'\\' and not 0)
            at++;
        if (*at == (byte)'"')
            return Plain(from, at++);

        var text = new StringBuilder(Plain(from, at));
        while (*at != (byte)'"')
            _ = text.Append(*at == (byte)'\\' ? ReadEscape() : ReadPlain());
        at++;
        return text.ToString();
    }

    private static string Plain(byte* from, byte* to) => new((sbyte*)from, 0, (int)(to - from), Encoding.ASCII);

    private char ReadPlain() => *at == 0 ? throw Unreadable() : (char)*at++;

    private char ReadEscape()
    {
        at++;
        return *at switch
        {
            (byte)'n' => After('\n'),
            (byte)'r' => After('\r'),
            (byte)'t' => After('\t'),
            (byte)'b' => After('\b'),
            (byte)'f' => After('\f'),
            (byte)'u' => ReadUnit(),
            (byte)'"' or (byte)'\\' or (byte)'/' => ReadPlain(),
            _ => throw Unreadable(),
        };
    }

    private char After(char c)
    {
        at++;
        return c;
    }

    private char ReadUnit()
    {
        var unit = 0;
        for (var i = 0; i < 4; i++)
        {
            at++;
            unit = (unit << 4) | *at switch
            {
                >= (byte)'0' and <= (byte)'9' => *at - '0',
                >= (byte)'a' and <= (byte)'f' => *at - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => *at - 'A' + 10,
                _ => throw Unreadable(),
            };
        }
        at++;
        return (char)unit;
    }

    private double ReadNumber()
    {
        var from = at;
        while (*at is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e' or (byte)'E')
            at++;
        return double.TryParse(Plain(from, at), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Unreadable();
    }

    private object? ReadWord(string word, object? meaning)
    {
        foreach (var c in word)
            Expect(c);
        return meaning;
    }

    // Goes into an object or a list; true if it ends at once.
    private bool Enter(char end)
    {
        at++;
        if (++depth > Deepest)
            throw Unreadable();
        SkipBlanks();
        if (*at != end)
            return false;
        at++;
        depth--;
        return true;
    }

    private bool Goes(char on, char end)
    {
        SkipBlanks();
        if (*at == on)
        {
            at++;
            return true;
        }
        Expect(end);
        depth--;
        return false;
    }

    private void Expect(char c)
    {
        if (c is ':')
            SkipBlanks();
        if (*at != c)
            throw Unreadable();
        at++;
    }

    private void SkipBlanks()
    {
        while (*at is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            at++;
    }
}
