using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Engine;

namespace EcrLogin.Credentials;

/// <summary>Where logins lie that are to be taken out: in which regions, and of which client.</summary>
internal sealed record LoginPlace(string? Regions, string? ProfileName, ClientArguments Client)
{
    public void AddTo(Request request, SessionState session, ShellDefaults defaults)
    {
        Arguments.Regions.AddTo(request, Regions, defaults.Region);
        request["profile"] = ProfileName ?? Unwrapped.Value(defaults.Credentials) as string;
        Client.AddTo(request, session);
    }
}
