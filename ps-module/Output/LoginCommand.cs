using System;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin;

/// <summary>The login of a registry. Its text is the registry; the password is shown to who asks for it by name.</summary>
public sealed class LoginCommand : IShownLogin
{
    internal LoginCommand(JsonObject token)
    {
        Username = token.Text("username");
        Password = token.Text("password");
        ProxyEndpoint = token.Text("proxy_endpoint");
        ExpiresAt = EpochTime.ToLocal(token.Number("expires_at"));
        Command = token.Text("command");
    }

    /// <summary>The user name, which is AWS.</summary>
    public string? Username { get; set; }

    /// <summary>The password, which opens the registries of the Region for 12 hours.</summary>
    public string? Password { get; set; }

    /// <summary>The URL of the registry, as the service gave it.</summary>
    public string? ProxyEndpoint { get; set; }

    /// <summary>The same as ProxyEndpoint.</summary>
    public string? Endpoint => ProxyEndpoint;

    /// <summary>When the login ends, as local time.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>The docker command that logs in with these values.</summary>
    public string? Command { get; set; }

    string IShownLogin.ShownUsername => PlainText.OfProperty(Username);

    string IShownLogin.ShownPassword => PlainText.Shortened(Password);

    string IShownLogin.ShownProxyEndpoint => PlainText.OfProperty(ProxyEndpoint);

    string IShownLogin.ShownCommand => PlainText.OfProperty($"docker login --username {Username} --password {PlainText.Shortened(Password)} {ProxyEndpoint}");

    /// <summary>The URL of the registry.</summary>
    public override string ToString() => PlainText.OfProperty(ProxyEndpoint);
}
