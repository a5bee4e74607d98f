using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Prompts;

/// <summary>What the engine must know from the user for one request.</summary>
internal sealed class UserAnswers(PSHost host, PSCredential? login, CancellationToken stop)
{
    // A chain of roles may want more than one answer, but no more than it can have roles.
    private const int Most = 15;
    private const int MostCodes = 3;

    private int answers;
    private int codes;
    private JsonObject? askedForCode;

    /// <summary>Whether an error is no more than a mistyped code, which the user was asked for and is asked for again.</summary>
    public bool CanCorrect(EcrLoginException error) => askedForCode is not null && codes < MostCodes && error.Code == "MfaCodeInvalid";

    /// <summary>Asks for the code once more.</summary>
    public void Correct(Request request, EcrLoginException error)
    {
        codes++;
        MfaCode.AddTo(request, askedForCode!, host, error);
    }

    /// <summary>Asks the user, and adds the answer to the request.</summary>
    public void AddTo(Request request, JsonObject needs)
    {
        if (answers++ >= Most)
        {
            throw new EcrLoginException(
                "CredentialsFailed",
                $"The profile '{PlainText.OfValue(needs.Text("profile"))}' asks for one answer after the other.",
                "Correct the profile in the shared config file.");
        }
        if (needs.Text("kind") == "mfa_code")
        {
            askedForCode = needs;
            codes = 1;
            MfaCode.AddTo(request, needs, host);
        }
        else
        {
            SamlSignIn.AddTo(request, needs, host, login, stop);
        }
    }
}
