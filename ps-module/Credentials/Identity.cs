using EcrLogin.Arguments;
using EcrLogin.Engine;

namespace EcrLogin.Credentials;

/// <summary>Whose credentials a request uses, as far as PowerShell knows. All that comes after it is the engine's.</summary>
internal static class Identity
{
    /// <summary>Keys, else the profile, else the credential object, else what the shell has stored, which the engine puts
    /// behind the map.</summary>
    public static void AddTo(Request request, Connection connection, ShellDefaults defaults)
    {
        request["access_key"] = connection.AccessKey;
        request["secret_key"] = SecretValue.Of(connection.SecretKey, "-SecretKey");
        request["session_token"] = SecretValue.Of(connection.SessionToken, "-SessionToken");
        request["profile"] = connection.ProfileName;
        if (connection.NetworkCredential is { } login)
        {
            // By whom a session that is kept for the user is found again.
            request["saml_user"] = login.UserName;
            request["saml_password"] = login.Password;
        }
        // Half a key pair is for the engine to refuse.
        if (request.Has("access_key") || request.Has("secret_key") || request.Has("session_token") || request["no_sign_request"] is true)
            return;
        if (request.Has("profile"))
            return;
        if (connection.Credential is { } credential)
            CredentialObject.AddTo(request, credential, "-Credential");
        else if (defaults.Credentials is { } stored)
            AddStored(request, stored);
    }

    private static void AddStored(Request request, object stored)
    {
        // A line of the map goes before what the shell keeps.
        request["credentials_are_defaults"] = true;
        if (Unwrapped.Value(stored) is string profile)
            request["profile"] = profile;
        else
            CredentialObject.AddTo(request, stored, "$StoredAWSCredentials");
    }
}
