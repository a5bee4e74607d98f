using System.Collections.Generic;
using System.Linq;

namespace EcrLogin.Arguments;

/// <summary>The registries that a command was given, record by record.</summary>
/// <typeparam name="T">What registries that are asked for together have in common.</typeparam>
internal sealed class PipedRegistries<T>
    where T : notnull
{
    private readonly RegistryGroups<T> groups = new();

    /// <summary>What to ask for. Empty where the pipeline was.</summary>
    public IReadOnlyList<RegistryGroup<T>> Groups => groups.All;

    /// <summary>Adds what a record brings; on the command line, nothing stands for the default registry.</summary>
    public void Add(T common, object?[]? values, bool isPiped)
    {
        if (!isPiped)
        {
            groups.Add(common, RegistryReader.Read(values).Select(Filled));
            return;
        }
        foreach (var value in values ?? [])
        {
            if (RegistryReader.IsBlank(value))
                continue;
            if (RegistryReader.IsOpen(value))
                groups.Add(common);
            else
                AddNamed(common, value);
        }
    }

    // Unlike a blank line of a file, it comes from a variable that was to hold something.
    private static object Filled(object name) =>
        name is string text && string.IsNullOrWhiteSpace(text)
            ? throw new EcrLoginException("InvalidRegistryId", "A registry is empty.", "Check the variable that it comes from, or leave it out.")
            : name;

    private void AddNamed(T common, object? value)
    {
        List<object> names = [.. RegistryReader.Read([value])];
        if (names.Count > 0)
            groups.Add(common, names);
    }
}
