using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace EcrLogin.Errors;

/// <summary>What a user sees of an error.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of an error that concerns some registries, or none in particular.</summary>
    public static ErrorRecord Of(EcrLoginException error, IReadOnlyList<string>? registries = null)
    {
        // Plain texts and nothing else: a target may be kept and shown.
        var target = registries is { Count: > 0 } ? registries.ToArray() : null;
        var record = new ErrorRecord(error, $"EcrLogin.{error.Code}", Categories.Of(error.Code), target);
        if (target is not null)
            record.CategoryInfo.TargetName = string.Join(", ", target);
        return record;
    }
}
