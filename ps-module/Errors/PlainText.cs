using System;
using System.Linq;
using System.Text;

namespace EcrLogin.Errors;

/// <summary>Text that is safe on a screen and in a message.</summary>
internal static class PlainText
{
    private const int Longest = 200;

    /// <summary>A value fit for a message: in one line, at most 200 characters, and not what can be a secret.</summary>
    public static string OfValue(object? value)
    {
        var text = Without(value?.ToString() ?? "", Unseen.Is);
        if (MayBeSecret(text))
            return "***";
        return text.Length <= Longest ? text : text.Substring(0, Longest) + "...";
    }

    /// <summary>A whole message, which may have lines.</summary>
    public static string OfMessage(string text) => Without(text, static c => c != '\n' && Unseen.Is(c));

    /// <summary>A property as it is shown: what could move the cursor or turn the reading direction is left out.</summary>
    public static string OfProperty(string? text) => Without(text ?? "", Unseen.Is);

    /// <summary>A secret as it is shown: its beginning and its end, and of a short one nothing.</summary>
    public static string Shortened(string? secret)
    {
        const int shortest = 40;
        const int beginning = 12;
        const int end = 15;
        var text = OfProperty(secret);
        return text.Length < shortest ? "***" : text.Substring(0, beginning) + "..." + text.Substring(text.Length - end);
    }

    // A secret key or a session token that was given in a wrong place.
    private static bool MayBeSecret(string text) =>
        (text.Length == 40 || text.Length >= 100)
        && text.Any(static c => c is >= 'A' and <= 'Z')
        && text.Any(static c => c is >= 'a' and <= 'z')
        && text.Any(static c => c is >= '0' and <= '9')
        && text.All(static c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/' or '=');

    private static string Without(string text, Func<int, bool> isUnwanted)
    {
        var kept = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var isPair = char.IsSurrogatePair(text, at);
            var length = isPair ? 2 : 1;
            if (!isUnwanted(isPair ? char.ConvertToUtf32(text, at) : text[at]))
                _ = kept.Append(text, at, length);
            at += length - 1;
        }
        return kept.ToString();
    }
}
