using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Engine;
using EcrLogin.Remoting;

namespace EcrLogin.Credentials;

/// <summary>Where logins lie: in which regions, of which client, and on which machine where that is another.</summary>
internal sealed record LoginPlace(string? Regions, string? ProfileName, ClientArguments Client, OtherMachine? Machine)
{
    public void AddTo(Request request, SessionState session, ShellDefaults defaults)
    {
        Arguments.Regions.AddTo(request, Regions, defaults.Region);
        request["profile"] = ProfileName ?? Unwrapped.Value(defaults.Credentials) as string;
        Client.AddTo(request, session);
    }
}
