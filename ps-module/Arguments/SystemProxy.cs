using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Reflection;
using EcrLogin.Engine;

namespace EcrLogin.Arguments;

/// <summary>The proxy of the caller's system, or the one that a script set; only this process knows either.</summary>
internal static class SystemProxy
{
    private const string Scheme = "http://";

    private static readonly string[] variables = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    private static readonly PropertyInfo? portable =
        Type.GetType("System.Net.Http.HttpClient, System.Net.Http", throwOnError: false)?.GetProperty("DefaultProxy");

    /// <summary>Puts the proxy for the service into a request, unless variables name one or there is none. What Set-AWSProxy
    /// of AWS Tools has left in its variable goes before the system's.</summary>
    public static void AddTo(Request request, object? ofAwsTools)
    {
        if (variables.Any(name => request.Variable(name) is not null) || ((IWebProxy?)Of(ofAwsTools) ?? OfSystem()) is not { } proxy)
            return;
        if (TargetOf(request) is { } target && AddressFor(proxy, target) is { } address)
            request["system_proxy"] = address;
    }

    private static WebProxy? Of(object? settings)
    {
        if (settings is null || Unwrapped.Text(Unwrapped.Named(settings, "Hostname")) is not { } host)
            return null;
        if (PortOf(Unwrapped.Text(Unwrapped.Named(settings, "Port"))) is not { } port)
            return null;
        var name = host.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? host.Substring(Scheme.Length) : host;
        if (Uri.CheckHostName(name.TrimEnd('/')) is UriHostNameType.Unknown
            || !Uri.TryCreate(FormattableString.Invariant($"{Scheme}{name.TrimEnd('/')}:{port}"), UriKind.Absolute, out var address))
        {
            throw Unusable("Hostname", "a host, with http:// before it or not");
        }
        return new WebProxy(address)
        {
            Credentials = Unwrapped.Value(Unwrapped.Named(settings, "Credentials")) as ICredentials,
            BypassList = Unwrapped.Value(Unwrapped.Named(settings, "BypassList")) is IEnumerable<string> list ? [.. list] : [],
            BypassProxyOnLocal = Unwrapped.Value(Unwrapped.Named(settings, "BypassOnLocal")) is true,
        };
    }

    // No port, or 0, is what Set-AWSProxy leaves of a proxy that is not to be used.
    private static ushort? PortOf(string? text)
    {
        if (text is null)
            return null;
        if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw Unusable("Port", "a whole number up to 65535");
        return port > 0 ? port : null;
    }

    private static EcrLoginException Unusable(string property, string wanted) =>
        new("InvalidParameter", $"{property} of $AWSProxy is not {wanted}.", "Set-AWSProxy sets it, Clear-AWSProxy removes it.");

    private static IWebProxy? OfSystem()
    {
        var proxy = portable is null ? WebRequest.DefaultWebProxy : portable.GetValue(null) as IWebProxy;
        return proxy is null || StandsForNone(proxy) ? null : proxy;
    }

    // Neither counts where there is no proxy, or the one that .NET once found in variables: those of now count, and the
    // engine knows them.
    private static bool StandsForNone(IWebProxy proxy) =>
        proxy.GetType().FullName is "System.Net.Http.HttpNoProxy" or "System.Net.Http.HttpEnvironmentProxy";

    private static Uri? TargetOf(Request request)
    {
        var url = request["endpoint_url"] as string
            ?? $"https://api.ecr.{request["region"] ?? request.Variable("AWS_REGION") ?? "us-east-1"}.amazonaws.com/";
        return Uri.TryCreate(url, UriKind.Absolute, out var target) && !target.IsLoopback ? target : null;
    }

    private static string? AddressFor(IWebProxy proxy, Uri target)
    {
        if (proxy.IsBypassed(target) || proxy.GetProxy(target) is not { } address || address == target)
            return null;
        var url = new UriBuilder(address);
        if (proxy.Credentials?.GetCredential(address, "Basic") is { UserName.Length: > 0 } login)
        {
            url.UserName = Uri.EscapeDataString(login.UserName);
            url.Password = Uri.EscapeDataString(login.Password);
        }
        return url.Uri.AbsoluteUri;
    }
}
