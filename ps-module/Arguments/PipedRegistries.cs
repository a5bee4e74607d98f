using System.Collections.Generic;

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
            List<object> names = [.. RegistryReader.Read(values)];
            if (names.Count > 1 && names.Exists(static name => name is string text && string.IsNullOrWhiteSpace(text)))
                throw Empty();
            groups.Add(common, names);
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

    private void AddNamed(T common, object? value)
    {
        List<object> names = [.. RegistryReader.Read([value])];
        if (names.Count > 0)
            groups.Add(common, names);
    }

    // In a list that was typed, nothing is a variable that is not set; in a file it is a blank line.
    private static EcrLoginException Empty() =>
        new("InvalidRegistryId", "-RegistryId holds an empty value beside others.", "Check the variable that it comes from.");
}
