using System;
using System.Collections.Generic;
using System.Text;
using EcrLogin.Errors;

namespace EcrLogin.Kubernetes;

/// <summary>The kubelet's CredentialProviderConfig, as text of YAML.</summary>
internal sealed class KubeletConfig
{
    /// <summary>The name of the program in the kubelet's folder of providers, by which it knows what it is asked for.</summary>
    public const string Provider = "ecrlogin-credential-provider";

    /// <summary>Patterns of the images that it is asked for.</summary>
    public required IEnumerable<string> Images { get; init; }

    /// <summary>How long a login is kept where the provider does not say.</summary>
    public required TimeSpan CacheDuration { get; init; }

    /// <summary>Variables for it, beside the kubelet's own.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    /// <summary>Whom the tokens of service accounts are for; null for none.</summary>
    public string? Audience { get; init; }

    public override string ToString()
    {
        var text = new StringBuilder();
        _ = text.Append("apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders:\n");
        _ = text.Append($"- name: {Provider}\n  apiVersion: credentialprovider.kubelet.k8s.io/v1\n");
        _ = text.Append(FormattableString.Invariant($"  defaultCacheDuration: {(long)CacheDuration.TotalSeconds}s\n  matchImages:\n"));
        foreach (var image in Images)
            _ = text.Append($"  - {Quoted(image)}\n");
        if (Audience is not null)
            AppendToken(text, Audience);
        if (Environment.Count > 0)
            _ = text.Append("  env:\n");
        foreach (var variable in Environment)
            _ = text.Append($"  - name: {Quoted(variable.Key)}\n    value: {Quoted(variable.Value)}\n");
        return text.ToString();
    }

    // Nobody but the service account's own role is to answer for it. A kubelet hands over no annotation but those it is told.
    private static void AppendToken(StringBuilder text, string audience) =>
        _ = text.Append($"  tokenAttributes:\n    serviceAccountTokenAudience: {Quoted(audience)}\n    cacheType: ServiceAccount\n")
            .Append("    requireServiceAccount: true\n    requiredServiceAccountAnnotationKeys:\n    - eks.amazonaws.com/role-arn\n")
            .Append("    optionalServiceAccountAnnotationKeys:\n    - eks.amazonaws.com/ecr-role-arn\n");

    private static string Quoted(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF')
                throw new EcrLoginException("InvalidParameter", $"'{PlainText.OfValue(text)}' has a character that the kubelet's config cannot hold.", "Leave it out.");
        }
        return $"'{text.Replace("'", "''")}'";
    }
}
