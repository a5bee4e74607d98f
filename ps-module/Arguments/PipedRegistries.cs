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
    /// <param name="common">What goes for all of them.</param>
    /// <param name="values">Names of registries, or what carries them.</param>
    /// <param name="isPiped">Whether the pipeline brought them.</param>
    /// <param name="isList">Whether what it brought is a list, of which PowerShell reads no item.</param>
    public void Add(T common, object?[]? values, bool isPiped, bool isList = false)
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
            if (!isList && RegistryReader.IsOpen(value))
                groups.Add(common);
            else
                AddNamed(common, isList ? RegistryReader.Read([value]) : RegistryReader.ReadRecord(value));
        }
    }

    // Unlike a blank line of a file, it comes from a variable that was to hold something.
    private static object Filled(object name) =>
        name is string text && string.IsNullOrWhiteSpace(text)
            ? throw new EcrLoginException("InvalidRegistryId", "A registry is empty.", "Check the variable that it comes from, or leave it out.")
            : name;

    private void AddNamed(T common, IEnumerable<object> values)
    {
        List<object> names = [.. values];
        if (names.Count > 0)
            groups.Add(common, names);
    }
}
