using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Engine;

namespace EcrLogin.Arguments;

/// <summary>How registries are to be served by the credential helper.</summary>
internal sealed record HelperWish(string? Regions, string? ProfileName, string? Role, ClientArguments Client)
{
    public void AddTo(Request request, SessionState session, string? defaultRegion)
    {
        Arguments.Regions.AddTo(request, Regions, defaultRegion);
        request["profile"] = ProfileName;
        request["role"] = Role;
        Client.AddTo(request, session);
    }

    /// <summary>Adds the clients that were named; none stands for all that are there.</summary>
    public static void AddTools(Request request, IEnumerable<string>? tools)
    {
        object[] names = [.. tools?.Select(ClientArguments.Lower).OfType<string>() ?? []];
        request["tools"] = names.Length > 0 ? names : null;
    }
}
