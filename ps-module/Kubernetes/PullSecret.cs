using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace EcrLogin.Kubernetes;

/// <summary>The logins of a Kubernetes Secret of the type kubernetes.io/dockerconfigjson.</summary>
internal sealed class PullSecret
{
    /// <summary>The most bytes that Kubernetes takes in a Secret.</summary>
    private const int MostBytes = 1024 * 1024;

    private readonly List<string> hosts = [];
    private readonly Dictionary<string, string> auths = new(StringComparer.OrdinalIgnoreCase);

    public bool IsEmpty => auths.Count == 0;

    /// <summary>Adds a host's login; a later one takes the place of an earlier.</summary>
    public void Add(string host, string auth)
    {
        if (!auths.ContainsKey(host))
            hosts.Add(host);
        auths[host] = auth;
    }

    /// <summary>The manifest in one line of JSON, which is YAML too. Names, hosts and base64 need no escapes.</summary>
    public string Manifest(string name, string? @namespace)
    {
        var place = @namespace is null ? "" : $",\"namespace\":\"{@namespace}\"";
        return "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"" + name + "\"" + place
            + "},\"type\":\"kubernetes.io/dockerconfigjson\",\"data\":{\".dockerconfigjson\":\"" + Data() + "\"}}";
    }

    private string Data()
    {
        var config = Encoding.ASCII.GetBytes("{\"auths\":{" + string.Join(",", hosts.Select(host => $"\"{host}\":{{\"auth\":\"{auths[host]}\"}}")) + "}}");
        if (config.Length <= MostBytes)
            return Convert.ToBase64String(config);
        throw new EcrLoginException(
            "SecretTooLarge",
            FormattableString.Invariant($"The logins of {hosts.Count} registries take {config.Length} bytes; a Secret holds {MostBytes}."),
            "Pipe fewer logins, and give each part a Secret of its own; a pod names several in imagePullSecrets.");
    }
}
