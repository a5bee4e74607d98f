using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcrLogin.Errors;

/// <summary>The words of an error that another machine made, which may repeat what it was given.</summary>
internal static class ForeignWords
{
    private const string Hidden = "***";
    private const int Longest = 1000;

    // As the engine's own rules have it for what clients say.
    private static readonly Regex runs = new("[A-Za-z0-9+/=_-]{16,}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));

    /// <summary>The words in one line, cut, without some secrets and without what looks like one.</summary>
    public static string Of(string text, IEnumerable<string> secrets)
    {
        // Before any cut, which could leave a part of a secret.
        foreach (var secret in secrets.Select(static secret => secret.Trim()).Where(static secret => secret.Length > 0))
            text = text.Replace(secret, Hidden);
        var plain = string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(PlainText.OfProperty));
        plain = runs.Replace(plain, static run => LooksDrawn(run.Value) ? Hidden : run.Value);
        return plain.Length <= Longest ? plain : plain.Substring(0, Longest) + "...";
    }

    // Names and words turn from small to capital letters or to digits now and then; what was drawn by lot does so often.
    private static bool LooksDrawn(string run)
    {
        var parts = run.Split('/', '_', '-');
        var percent = run.Any(char.IsDigit) ? 25 : 40;
        return parts.Sum(Turns) * 100 >= parts.Sum(static part => part.Length) * percent;
    }

    private static int Turns(string part) => part.Zip(part.Skip(1), static (one, next) => Kind(one) != Kind(next)).Count(static turns => turns);

    private static int Kind(char c) => c switch
    {
        >= 'a' and <= 'z' => 0,
        >= 'A' and <= 'Z' => 1,
        >= '0' and <= '9' => 2,
        _ => 3,
    };
}
