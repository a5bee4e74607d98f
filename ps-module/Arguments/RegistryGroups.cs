using System.Collections.Generic;

namespace EcrLogin.Arguments;

/// <summary>What a pipeline brought, by what registries have in common, in the order in which each of these came first.</summary>
/// <typeparam name="T">What they have in common, such as who asks for them.</typeparam>
internal sealed class RegistryGroups<T>
    where T : notnull
{
    private readonly Dictionary<(T Common, bool IsNamed), RegistryGroup<T>> byCommon = [];

    public List<RegistryGroup<T>> All { get; } = [];

    /// <summary>Adds registries, or without any the one that goes without a name.</summary>
    public void Add(T common, params IEnumerable<object> names)
    {
        List<object> added = [.. names];
        var key = (common, added.Count > 0);
        if (!byCommon.TryGetValue(key, out var group))
        {
            group = new RegistryGroup<T>(common, []);
            byCommon.Add(key, group);
            All.Add(group);
        }
        group.Names.AddRange(added);
    }
}
