using System;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text;
using EcrLogin.Arguments;

namespace EcrLogin.Kubernetes;

/// <summary>A login that came down the pipeline: what Get-ECRLoginCommand or Get-ECRAuthorizationToken give, or the like.</summary>
internal static class PipedLogin
{
    /// <summary>The host of a login's registry.</summary>
    public static string Host(PSObject login)
    {
        var text = Unwrapped.Text(Unwrapped.Named(login, "ProxyEndpoint", "Endpoint"));
        if (Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && IsRegistry(endpoint))
            return endpoint.Authority;
        throw Refused(login, "no registry in a property ProxyEndpoint");
    }

    /// <summary>User name and password of a login in base64, as container clients keep them.</summary>
    public static string Auth(PSObject login)
    {
        if (Unwrapped.Text(Unwrapped.Named(login, "AuthorizationToken")) is { } token)
            return IsLogin(token) ? token : throw Refused(login, "no token in its property AuthorizationToken");
        var username = Unwrapped.Value(Unwrapped.Named(login, "Username")) as string;
        var password = PasswordOf(login);
        if (string.IsNullOrEmpty(username) || string.IsNullOrEmpty(password))
            throw Refused(login, "no login in properties Username and Password");
        // The password starts behind the first colon.
        if (username!.Contains(":"))
            throw Refused(login, "a colon in its property Username");
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
    }

    private static string? PasswordOf(PSObject login) => Unwrapped.Value(Unwrapped.Named(login, "Password")) switch
    {
        string text => text,
        SecureString secret => new NetworkCredential("", secret).Password,
        _ => null,
    };

    private static bool IsRegistry(Uri endpoint) =>
        endpoint.Scheme is "https" or "http" && endpoint.UserInfo.Length == 0 && endpoint.PathAndQuery == "/"
        && endpoint.Authority.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-' or ':' or '[' or ']');

    // As the service makes it: blanks and line breaks, which .NET passes over, are none to whoever reads the Secret.
    private static bool IsLogin(string token)
    {
        try
        {
            var login = Convert.FromBase64String(token);
            var colon = Array.IndexOf(login, (byte)':');
            return colon > 0 && colon < login.Length - 1 && Convert.ToBase64String(login) == token;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // Only the type is told: the object as text may hold a password.
    private static EcrLoginException Refused(PSObject login, string what) => new(
        "InvalidParameter",
        $"A piped object of type {Unwrapped.TypeName(login)} has {what}.",
        "Pipe what Get-ECRLoginCommand gives.");
}
