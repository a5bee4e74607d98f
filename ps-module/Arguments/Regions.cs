using EcrLogin.Engine;

namespace EcrLogin.Arguments;

/// <summary>The regions of a request.</summary>
internal static class Regions
{
    /// <summary>
    /// Adds the regions that were given, one a line: one is that of the whole request, several are each account's. The
    /// caller's default is what nothing else says: unlike -Region it is no contradiction to a host that lies elsewhere.
    /// </summary>
    public static void AddTo(Request request, string? lines, string? fallback)
    {
        var regions = lines?.Split('\n') ?? [];
        if (regions is [var region])
        {
            request["region"] = region;
            return;
        }
        if (fallback is not null)
            request.Variables["AWS_REGION"] = fallback;
        if (regions.Length > 0)
            request["regions"] = regions;
    }
}
