using System.Linq;

namespace EcrLogin.Arguments;

/// <summary>Tells names of registries from what may be a secret. What is a good name, the engine says.</summary>
internal static class RegistryName
{
    /// <summary>Whether a text is digits and dashes, or has a host with a dot: no key looks so, and it may be repeated.</summary>
    public static bool IsLike(string text) => IsNumber(text) || HostOf(text).Contains('.');

    private static bool IsNumber(string text) =>
        text.Any(static c => c is >= '0' and <= '9') && text.All(static c => c is (>= '0' and <= '9') or '-');

    private static string HostOf(string text)
    {
        var scheme = text.IndexOf("://", System.StringComparison.Ordinal);
        var rest = scheme < 0 ? text : text.Substring(scheme + 3);
        return rest.Split('/')[0];
    }
}
