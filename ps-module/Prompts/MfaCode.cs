using System;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Prompts;

/// <summary>The one-time code of a profile's MFA device.</summary>
internal static class MfaCode
{
    /// <summary>Asks for the code and adds it to the request. Where nobody can be asked, or gives none, it is the error that
    /// the last code brought, and without one an error that names -MfaCode.</summary>
    public static void AddTo(Request request, JsonObject needs, PSHost host, EcrLoginException? wrong = null)
    {
        var device = PlainText.OfValue(needs.Object("detail").Text("serial"));
        var profile = PlainText.OfValue(needs.Text("profile"));
        var code = HostAbility.CanAsk(host) ? Ask(host, profile, device, wrong is null) : null;
        if (code is not { Length: > 0 })
        {
            throw wrong ?? new EcrLoginException(
                "MfaCodeRequired",
                $"The profile '{profile}' needs the one-time code of the MFA device {device}, and this host asks for none or got none.",
                "Give the code with -MfaCode.");
        }
        request["mfa_code"] = code;
    }

    private static string? Ask(PSHost host, string profile, string device, bool isFirst)
    {
        const string label = "MFA code";
        var field = new Collection<FieldDescription> { new(label) };
        try
        {
            var words = isFirst ? "One-time code" : "That code was wrong. The next one-time code";
            var answers = host.UI.Prompt($"Profile {profile}", $"{words} of the MFA device {device}", field);
            return answers[label]?.BaseObject as string;
        }
        catch (Exception error) when (error is not PipelineStoppedException)
        {
            // A host that says it can ask and cannot.
            return null;
        }
    }
}
