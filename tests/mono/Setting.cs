using System;
using System.Collections;
using EcrLogin.Engine;

namespace EcrLogin.Mono;

/// <summary>The built module's folder, and the local endpoint that stands in for AWS.</summary>
internal sealed class Setting(string moduleFolder, Uri endpoint)
{
    public string ModuleFolder => moduleFolder;

    public EngineLibrary Library => EngineLibrary.Open(moduleFolder);

    /// <summary>A request for the tokens of some registries, with a key that the local endpoint knows.</summary>
    public Request Tokens(params string[] registries) => new("tokens")
    {
        ["region"] = "us-east-1",
        ["access_key"] = "AKIAIOSFODNN7EXAMPLE",
        ["secret_key"] = Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ["endpoint_url"] = endpoint.AbsoluteUri,
        ["registry_ids"] = registries,
    };

    /// <summary>Has the local endpoint wait before each answer.</summary>
    public void Delay(int milliseconds)
    {
        using var client = new System.Net.WebClient();
        _ = client.UploadString(new Uri(endpoint, "/_control/settings"), "PUT", $"{{\"delay_ms\": {milliseconds}}}");
    }

    /// <summary>Sends a request and gives the whole answer.</summary>
    public JsonObject Ask(Request request) => new EngineCall().Ask(Library, request, static (_, _) => { });

    private static System.Security.SecureString Secret(string text)
    {
        var secret = new System.Security.SecureString();
        foreach (var c in text)
            secret.AppendChar(c);
        return secret;
    }
}
