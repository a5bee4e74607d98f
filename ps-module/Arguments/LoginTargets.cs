using System;
using System.Collections.Generic;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Arguments;

/// <summary>The registries of a request to log in or out.</summary>
internal static class LoginTargets
{
    /// <summary>Asks leave for each registry, or for the one that goes without a name, and keeps those that it is given for;
    /// false where there is none.</summary>
    public static bool IsAnyAllowed(List<object> names, string unnamed, Func<string, bool> isAllowed)
    {
        if (names.Count == 0)
            return isAllowed(PlainText.OfValue(unnamed));
        _ = names.RemoveAll(name => !isAllowed(PlainText.OfValue(name)));
        return names.Count > 0;
    }

    /// <summary>The words for the one registry that goes without a name.</summary>
    public static string Unnamed(string? serverAddress, bool isPublic)
    {
        if (Unwrapped.Text(serverAddress) is { } address)
            return address;
        return isPublic ? "public.ecr.aws" : "the default registry";
    }

    /// <summary>Adds the regions that accounts are asked in: one is that of the whole request, several are each account's.</summary>
    public static void AddRegions(Request request, string? lines)
    {
        var regions = lines?.Split('\n') ?? [];
        if (regions.Length == 1)
            return;
        if (request["region"] is string region)
        {
            // The caller's default. Unlike -Region it is no contradiction to a host that lies elsewhere.
            request.Variables["AWS_REGION"] = region;
            request["region"] = null;
        }
        if (regions.Length > 1)
            request["regions"] = regions;
    }
}
