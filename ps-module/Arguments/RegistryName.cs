using System.Linq;
using EcrLogin.Errors;

namespace EcrLogin.Arguments;

/// <summary>Tells names of registries from what may be a secret. What is a good name, the engine says.</summary>
internal static class RegistryName
{
    /// <summary>Whether a text is digits and dashes, or has a host with a dot: no key looks so, and it may be repeated.</summary>
    public static bool IsLike(string text) => IsNumber(text) || HostOf(text).Contains('.');

    /// <summary>A name fit for an error: one with an @ that no digest follows may hold a user name and a password.</summary>
    public static string Told(string text) => HasUser(text) ? "***" : PlainText.OfValue(text);

    private static bool HasUser(string text) => text.Split('@').Skip(1).Any(static part => !IsDigest(part));

    private static bool IsDigest(string text)
    {
        var parts = text.Trim().Split(':');
        return parts.Length == 2
            && (parts[0] is "sha256" or "sha384" or "sha512")
            && parts[1].Length > 0
            && parts[1].All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F'));
    }

    private static bool IsNumber(string text) =>
        text.Any(static c => c is >= '0' and <= '9') && text.All(static c => c is (>= '0' and <= '9') or '-');

    private static string HostOf(string text)
    {
        var scheme = text.IndexOf("://", System.StringComparison.Ordinal);
        var rest = scheme < 0 ? text : text.Substring(scheme + 3);
        return rest.Split('/')[0];
    }
}
