using System;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using EcrLogin.Engine;

namespace EcrLogin.Mono;

/// <summary>JSON, written and read.</summary>
internal static class JsonTests
{
    public static void EveryCodePointIsWrittenAsUtf8()
    {
        for (var point = 0; point <= 0x10FFFF; point++)
        {
            if (point is >= 0xD800 and <= 0xDFFF)
                continue;
            var text = char.ConvertFromUtf32(point);
            var expected = point switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' => $"\\u{point:x4}",
                _ => text,
            };
            Check.Equal($"\"{expected}\"", Written(text));
        }
    }

    public static void HalfAPairIsWrittenAsReplacement()
    {
        foreach (var text in new[] { "\uD83D", "\uDE00", "\uDE00\uD83D" })
            Check.Equal($"\"{new string('\uFFFD', text.Length)}\"", Written(text));
    }

    public static void LongTextsAreWrittenWhole()
    {
        var text = string.Concat(Enumerable.Repeat("\u0001\u20AC\U0001F600x", 50_000));
        Check.Equal($"\"{text.Replace("\u0001", "\\u0001")}\"", Written(text));
    }

    public static void AnswersAreReadWhateverTheCulture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        Thread.CurrentThread.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            var answer = Read("{ \"t\": \"a\\u00e9\\ud83d\\ude00\\n\\\"\\\\\\/\", \"n\": -1234.5e-1, \"y\": true, \"no\": false, \"z\": null, "
                + "\"o\": {\"x\": [\"1\", 2, \"3\", {\"k\": \"v\"}, []]}, \"e\": {} }");
            Check.Equal("a\u00e9\U0001F600\n\"\\/", answer.Text("t"));
            Check.Equal(-123.45, answer.Number("n"));
            Check.True(answer.IsTrue("y") && !answer.IsTrue("no") && !answer.Has("z"), "Words are misread.");
            Check.Equal("1 3", string.Join(" ", answer.Object("o").Texts("x")));
            Check.Equal("v", answer.Object("o").Objects("x").Single().Text("k"));
            Check.True(answer.Has("e"), "An empty object is none.");
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    public static void EveryCutAnswerIsRefused()
    {
        const string whole = "{\"a\":[1.5,\"\\u0041b\\n\",true,null,{\"c\":false}]}";
        _ = Read(whole);
        for (var length = 0; length < whole.Length; length++)
            _ = Check.Throws<FormatException>(() => Read(whole.Substring(0, length)));
    }

    public static void AnswersDeeperThanAnyIsAreRefused()
    {
        _ = Check.Throws<FormatException>(static () => Read($"{{\"a\":{new string('[', 100)}{new string(']', 100)}}}"));
    }

    private static string Written(string text)
    {
        using var json = new JsonBuffer(capacity: 16);
        json.WriteText(text);
        var start = json.Terminated;
        var length = 0;
        while (Marshal.ReadByte(start, length) != 0)
            length++;
        var bytes = new byte[length];
        Marshal.Copy(start, bytes, 0, length);
        return Encoding.UTF8.GetString(bytes);
    }

    private static JsonObject Read(string text)
    {
        var start = Marshal.StringToHGlobalAnsi(text);
        try
        {
            return JsonReader.Read(start);
        }
        finally
        {
            Marshal.FreeHGlobal(start);
        }
    }
}
