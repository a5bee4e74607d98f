using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Arguments;

/// <summary>What of a plan to log in or out the user allows.</summary>
internal static class Approval
{
    /// <summary>
    /// Asks leave for each registry of a plan, or for the one that goes without a name, and keeps the names that it is given
    /// for; false where there is none.
    /// </summary>
    public static bool Ask(JsonObject plan, List<object> names, Func<string, bool> isAllowed)
    {
        // A number stays one: of text, the engine would tell that it was completed.
        var written = names.ToLookup(static name => Convert.ToString(name, CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var allowed = plan.Objects("planned").Where(registry => isAllowed(Target(registry))).ToArray();
        names.Clear();
        names.AddRange(allowed.Select(static registry => registry.Text("name")).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(name => written[name].FirstOrDefault() ?? name));
        return allowed.Length > 0;
    }

    private static string Target(JsonObject registry) =>
        registry.Texts("hosts") is { Count: > 0 } hosts
            ? string.Join(", ", hosts.Select(PlainText.OfValue))
            : PlainText.OfValue(registry.Text("name") ?? "the default registry");
}
