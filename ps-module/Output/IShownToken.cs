using System.Management.Automation;

namespace EcrLogin;

/// <summary>A token as the views show it; see <see cref="IShownLogin"/>.</summary>
public interface IShownToken
{
    /// <summary>The token, shortened.</summary>
    [Hidden]
    string ShownAuthorizationToken { get; }

    /// <summary>The URL of the registry, without what could move the cursor.</summary>
    [Hidden]
    string ShownProxyEndpoint { get; }
}
