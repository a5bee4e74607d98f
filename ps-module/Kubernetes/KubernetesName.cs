using System.Linq;

namespace EcrLogin.Kubernetes;

/// <summary>Names as Kubernetes takes them.</summary>
internal static class KubernetesName
{
    /// <summary>Whether it can be the name of a namespace.</summary>
    public static bool IsLabel(string? name) => name is { Length: >= 1 and <= 63 } && IsPart(name);

    /// <summary>Whether it can be the name of a Secret.</summary>
    public static bool IsSubdomain(string? name) => name is { Length: >= 1 and <= 253 } && name.Split('.').All(IsPart);

    private static bool IsPart(string text) =>
        text.Length > 0 && text.All(static c => IsAlphanumeric(c) || c == '-') && IsAlphanumeric(text[0]) && IsAlphanumeric(text[text.Length - 1]);

    private static bool IsAlphanumeric(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9');
}
