using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Prompts;

/// <summary>What the engine must know from the user.</summary>
internal static class UserAnswer
{
    // A chain of roles may want more than one answer, but no more than it can have roles.
    private const int Most = 15;

    /// <summary>Asks the user, and adds the answer to the request.</summary>
    public static void AddTo(Request request, JsonObject needs, int round, PSHost host, PSCredential? login, CancellationToken stop)
    {
        if (round >= Most)
        {
            throw new EcrLoginException(
                "CredentialsFailed",
                $"The profile '{PlainText.OfValue(needs.Text("profile"))}' asks for one answer after the other.",
                "Correct the profile in the shared config file.");
        }
        if (needs.Text("kind") == "mfa_code")
            MfaCode.AddTo(request, needs, host);
        else
            SamlSignIn.AddTo(request, needs, host, login, stop);
    }
}
