using System.Net;
using System.Text.RegularExpressions;

namespace EcrLogin.Prompts;

// No pattern goes back over what it read: each repeats a class of characters that the next piece is not of.
#pragma warning disable MA0009

/// <summary>The form that an identity provider answers with.</summary>
internal static class SamlForm
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    private static readonly Regex field = new(@"<input\b[^<>]*>", Options);
    private static readonly Regex name = new("""\sname\s*=\s*["']?SAMLResponse\b""", Options);
    private static readonly Regex value = new("""\svalue\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s>"']+))""", Options);
    private static readonly Regex blank = new(@"\s", Options);

    /// <summary>The assertion in a form; null if it has none.</summary>
    public static string? Assertion(string html)
    {
        foreach (Match input in field.Matches(html))
        {
            if (name.IsMatch(input.Value) && value.Match(input.Value) is { Success: true } found)
                return blank.Replace(WebUtility.HtmlDecode(found.Groups["value"].Value), "");
        }
        return null;
    }
}
