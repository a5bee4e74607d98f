using System.Management.Automation;

namespace EcrLogin;

/// <summary>
/// A login as the views show it. Views can ask for these, and nobody comes upon them: neither Format-List * nor
/// Select-Object *, ConvertTo-Json or Get-Member have them. They travel with an object to and from jobs.
/// </summary>
public interface IShownLogin
{
    /// <summary>The user name, without what could move the cursor.</summary>
    [Hidden]
    string ShownUsername { get; }

    /// <summary>The password, shortened.</summary>
    [Hidden]
    string ShownPassword { get; }

    /// <summary>The URL of the registry, without what could move the cursor.</summary>
    [Hidden]
    string ShownProxyEndpoint { get; }

    /// <summary>The command, with the password shortened.</summary>
    [Hidden]
    string ShownCommand { get; }
}
