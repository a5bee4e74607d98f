using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Prompts;

/// <summary>Signs the user in at the identity provider of a SAML profile.</summary>
internal static class SamlSignIn
{
    private const int Attempts = 3;

    /// <summary>Adds the assertion to the request, with the role that it is for.</summary>
    public static void AddTo(Request request, JsonObject needs, PSHost host, PSCredential? login, CancellationToken stop)
    {
        var detail = needs.Object("detail");
        var endpoint = EndpointOf(detail);
        var page = SignIn(endpoint, detail.Text("user_identity"), host, login, stop);
        if (page.Failure is { } failure)
            throw Failed(endpoint, $"could not be asked: {failure}");
        if (SamlForm.Assertion(page.Content) is not { Length: > 0 } assertion)
            throw Failed(endpoint, "answered without a SAML assertion", "It may want more than user name and password.");

        var role = Choose(SamlRole.AllOf(assertion), detail.Text("role_arn"), endpoint);
        request["saml_assertion"] = assertion;
        request["saml_role_arn"] = role.RoleArn;
        request["saml_principal_arn"] = role.PrincipalArn;
    }

    private static Uri EndpointOf(JsonObject detail)
    {
        var isUrl = Uri.TryCreate(detail.Text("endpoint"), UriKind.Absolute, out var endpoint);
        if (isUrl && (endpoint!.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback)))
            return endpoint;
        // Not told by its value, which might hold a password where nobody expects one.
        throw Failed("of the profile", "is named by no https URL, so no password is sent there", "Correct saml_endpoint.");
    }

    private static SamlPage SignIn(Uri endpoint, string? user, PSHost host, PSCredential? login, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            var page = SamlPage.Get(endpoint, login, stop);
            if (page.Status != 401)
                return page;
            login = attempt < Attempts ? SamlLogin.Ask(host, endpoint, user) : null;
            if (login is null)
                throw Failed(endpoint, "refused the sign-in", "Give user name and password with -NetworkCredential.");
        }
    }

    private static SamlRole Choose(IReadOnlyList<SamlRole> roles, string? wanted, Uri endpoint)
    {
        var chosen = roles.Where(role => wanted is not { Length: > 0 } || role.RoleArn == wanted).ToArray();
        if (chosen.Length == 1)
            return chosen[0];
        var list = roles.Count > 0 ? PlainText.OfValue(string.Join(", ", roles.Select(static role => role.RoleArn))) : "none";
        throw Failed(endpoint, $"gave an assertion for these roles: {list}", "Put one of them into the profile as role_arn.");
    }

    // A URL might carry a user and password.
    private static EcrLoginException Failed(Uri endpoint, string what, string? hint = null) =>
        Failed(endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), what, hint);

    private static EcrLoginException Failed(string place, string what, string? hint) => new(
        "SamlSignInFailed", $"The identity provider {PlainText.OfValue(place)} {what}.", hint);
}
