using System;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin;

/// <summary>An authorization token as the API gives it. Its text is the registry.</summary>
public sealed class AuthorizationData : IShownToken
{
    internal AuthorizationData(JsonObject token)
    {
        AuthorizationToken = token.Text("authorization_token");
        ExpiresAt = EpochTime.ToLocal(token.Number("expires_at"));
        ProxyEndpoint = token.Text("proxy_endpoint");
        RequestId = token.Text("request_id");
    }

    /// <summary>The token: user name, colon and password, in base64.</summary>
    public string? AuthorizationToken { get; set; }

    /// <summary>When the token ends, as local time.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>The URL of the registry, as the service gave it.</summary>
    public string? ProxyEndpoint { get; set; }

    /// <summary>The id of the call that gave it; part of the response, not of the token.</summary>
    internal string? RequestId { get; }

    string IShownToken.ShownAuthorizationToken => PlainText.Shortened(AuthorizationToken);

    string IShownToken.ShownProxyEndpoint => PlainText.OfProperty(ProxyEndpoint);

    /// <summary>The URL of the registry.</summary>
    public override string ToString() => PlainText.OfProperty(ProxyEndpoint);
}
