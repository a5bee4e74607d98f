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
    /// <summary>Asks for the code and adds it to the request; an error that names -MfaCode where nobody can be asked.</summary>
    public static void AddTo(Request request, JsonObject needs, PSHost host)
    {
        var device = PlainText.OfValue(needs.Object("detail").Text("serial"));
        var profile = PlainText.OfValue(needs.Text("profile"));
        var code = HostAbility.CanAsk(host) ? Ask(host, profile, device) : null;
        if (code is not { Length: > 0 })
        {
            throw new EcrLoginException(
                "MfaCodeRequired",
                $"The profile '{profile}' needs the one-time code of the MFA device {device}, and this host asks for none or got none.",
                "Give the code with -MfaCode.");
        }
        request["mfa_code"] = code;
    }

    private static string? Ask(PSHost host, string profile, string device)
    {
        const string label = "MFA code";
        var field = new Collection<FieldDescription> { new(label) };
        try
        {
            var answers = host.UI.Prompt($"Profile {profile}", $"One-time code of the MFA device {device}", field);
            return answers[label]?.BaseObject as string;
        }
        catch (Exception error) when (error is not PipelineStoppedException)
        {
            // A host that says it can ask and cannot.
            return null;
        }
    }
}
