using System;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace EcrLogin.Prompts;

/// <summary>User name and password for an identity provider.</summary>
internal static class SamlLogin
{
    /// <summary>Asks for them; null where nobody can be asked, or nothing is given.</summary>
    public static PSCredential? Ask(PSHost host, Uri endpoint, string? user)
    {
        if (!HostAbility.CanAsk(host))
            return null;
        try
        {
            return host.UI.PromptForCredential("SAML sign-in", $"User name and password for {endpoint.Host}", user ?? "", "");
        }
        catch (Exception error) when (error is not PipelineStoppedException)
        {
            // A host that says it can ask and cannot.
            return null;
        }
    }
}
