using System;
using System.Linq;
using System.Net;
using System.Reflection;
using EcrLogin.Engine;

namespace EcrLogin.Arguments;

/// <summary>The proxy of the caller's system, or the one that a profile script set; only this process knows either.</summary>
internal static class SystemProxy
{
    private static readonly string[] variables = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    private static readonly PropertyInfo? portable =
        Type.GetType("System.Net.Http.HttpClient, System.Net.Http", throwOnError: false)?.GetProperty("DefaultProxy");

    /// <summary>Puts the proxy for the service into a request, unless variables name one or there is none.</summary>
    public static void AddTo(Request request)
    {
        var proxy = portable is null ? WebRequest.DefaultWebProxy : portable.GetValue(null) as IWebProxy;
        if (proxy is null || StandsForNone(proxy) || variables.Any(name => request.Variable(name) is not null))
            return;
        if (TargetOf(request) is { } target && AddressFor(proxy, target) is { } address)
            request["system_proxy"] = address;
    }

    // Neither counts where there is no proxy, or the one that .NET once found in variables: those of now count, and the
    // engine knows them.
    private static bool StandsForNone(IWebProxy proxy) =>
        proxy.GetType().FullName is "System.Net.Http.HttpNoProxy" or "System.Net.Http.HttpEnvironmentProxy";

    private static Uri? TargetOf(Request request)
    {
        var url = request["endpoint_url"] as string ?? $"https://api.ecr.{request["region"] ?? "us-east-1"}.amazonaws.com/";
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
