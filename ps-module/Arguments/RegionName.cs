using System.Collections.Generic;
using System.Linq;

namespace EcrLogin.Arguments;

/// <summary>Regions given as text, or as objects of AWS Tools or the AWS SDK.</summary>
internal static class RegionName
{
    /// <summary>The one region that a value names; null where it is null or empty.</summary>
    public static string? Of(object? value, string place = "-Region")
    {
        var names = AllOf(value, place);
        if (names.Count <= 1)
            return names.Count == 1 ? names[0] : null;
        throw new EcrLoginException("InvalidParameter", $"{place} names {names.Count} Regions, and one is taken here.", "Call the command once for each Region.");
    }

    /// <summary>The regions that a value or a list of values names, one a line; null for none. What says the same is equal.</summary>
    public static string? Lines(object? value) => AllOf(value) is { Count: > 0 } names ? string.Join("\n", names) : null;

    /// <summary>The regions that a value or a list of values names, without what is null or empty.</summary>
    public static IReadOnlyList<string> AllOf(object? value, string place = "-Region") => AllOf(value, place, 0);

    private static IReadOnlyList<string> AllOf(object? value, string place, int depth)
    {
        if (depth > Unwrapped.MostLists)
            throw new EcrLoginException("InvalidParameter", $"{place} holds lists more than {Unwrapped.MostLists} deep, or itself.", "Give one list of names.");
        if (Unwrapped.Items(value) is { } items)
            return [.. items.Cast<object?>().SelectMany(item => AllOf(item, place, depth + 1))];
        return One(value, place) is { } name && !string.IsNullOrWhiteSpace(name) ? [name] : [];
    }

    private static string? One(object? value, string place)
    {
        if (value is null)
            return null;
        if (Unwrapped.Value(value) is string text)
            return text;
        if (Unwrapped.Value(Unwrapped.Named(value, "SystemName", "Region")) is string name)
            return name;
        throw new EcrLoginException("InvalidParameter", $"{place} is of type {Unwrapped.TypeName(value)}.", "Give the name of a region, such as us-east-1.");
    }
}
