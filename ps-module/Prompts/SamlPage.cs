using System;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using EcrLogin.Errors;

namespace EcrLogin.Prompts;

/// <summary>What an identity provider answered: status and text, or why there is no answer.</summary>
internal sealed record SamlPage(int Status, string Content, string? Failure)
{
    private const int LongestPage = 8 * 1024 * 1024;
    private static readonly TimeSpan limit = TimeSpan.FromSeconds(60);
    private static readonly string[] userSchemes = ["Negotiate", "NTLM", "Digest", "Basic"];

    // The current user's password is known to the system alone.
    private static readonly string[] systemSchemes = ["Negotiate", "NTLM"];

    /// <summary>Signs in once, as the given user or the current one.</summary>
    public static SamlPage Get(Uri endpoint, PSCredential? user, CancellationToken stop)
    {
        try
        {
            return SendAsync(endpoint, user, stop).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (OperationCanceledException)
        {
            return new SamlPage(0, "", $"it did not answer within {limit.TotalSeconds} seconds");
        }
        catch (Exception error) when (error is HttpRequestException or InvalidOperationException)
        {
            // The words alone: the exception has the request, and so the password.
            return new SamlPage(0, "", PlainText.OfValue(error.GetBaseException().Message));
        }
    }

    private static async Task<SamlPage> SendAsync(Uri endpoint, PSCredential? user, CancellationToken stop)
    {
        using var handler = new HttpClientHandler { Credentials = LoginsFor(endpoint, user) };
        // As Invoke-WebRequest: lists of revoked certificates are for the system to ask for.
#pragma warning disable CA5399
        using var client = new HttpClient(handler) { Timeout = limit, MaxResponseContentBufferSize = LongestPage };
#pragma warning restore CA5399
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint);
        // Providers give the form that browsers get to those alone that call themselves one.
        _ = request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 EcrLogin");
        using var answer = await client.SendAsync(request, stop).ConfigureAwait(false);
        var status = (int)answer.StatusCode;
        var content = await answer.Content.ReadAsStringAsync().ConfigureAwait(false);
        return new SamlPage(status, content, status >= 400 ? $"HTTP status {status}" : null);
    }

    // For the provider's own host: .NET takes them along a redirect there, and never to another.
    private static CredentialCache LoginsFor(Uri endpoint, PSCredential? user)
    {
        var login = user?.GetNetworkCredential() ?? CredentialCache.DefaultNetworkCredentials;
        var logins = new CredentialCache();
        foreach (var scheme in user is null ? systemSchemes : userSchemes)
            logins.Add(new Uri(endpoint, "/"), scheme, login);
        return logins;
    }
}
