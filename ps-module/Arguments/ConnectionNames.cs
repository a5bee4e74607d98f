using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using EcrLogin.Commands;

namespace EcrLogin.Arguments;

/// <summary>The names of properties by which a record of the pipeline may say who asks, and where.</summary>
internal static class ConnectionNames
{
    /// <summary>Parameters and their aliases, which PowerShell takes from the properties of objects.</summary>
    public static ILookup<string, string> OfParameters { get; } = NamesOf(typeof(ConnectionCommand));

    // Disconnect-ECRRegistry takes the client from what Connect-ECRRegistry gave; Credentials is what STS calls its keys.
    private static readonly string[] ofEntries =
    [
        .. OfParameters.Concat(NamesOf(typeof(DisconnectECRRegistry))).SelectMany(static names => names).Distinct(StringComparer.OrdinalIgnoreCase),
        "Credentials",
    ];

    /// <summary>The first name under which a hashtable says something.</summary>
    public static string? SaidByEntry(object value) => ofEntries.FirstOrDefault(name => IsSaid(value, name));

    /// <summary>The first name under which an object says something, where one parameter may not count.</summary>
    public static string? SaidByProperty(object value, string? except = null) =>
        OfParameters.Where(names => names.Key != except).SelectMany(static names => names).FirstOrDefault(name => IsSaid(value, name));

    /// <summary>The first of a parameter's names under which an object says something.</summary>
    public static string? SaidFor(string parameter, object value) => OfParameters[parameter].FirstOrDefault(name => IsSaid(value, name));

    /// <summary>Whether an object has one of the names at all.</summary>
    public static bool IsNamedBy(object value) => Unwrapped.Has(value, OfParameters.SelectMany(static names => names));

    private static bool IsSaid(object value, string name) => Unwrapped.Filled(Unwrapped.Named(value, name)) is not null;

    // A parameter that takes whole objects as well names registries.
    private static ILookup<string, string> NamesOf(Type command) =>
        command.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetCustomAttributes<ParameterAttribute>().Any(static said => said.ValueFromPipelineByPropertyName && !said.ValueFromPipeline))
            .SelectMany(static property => Names(property).Select(name => (Parameter: property.Name, Name: name)))
            .ToLookup(static said => said.Parameter, static said => said.Name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Names(PropertyInfo property) =>
        [property.Name, .. property.GetCustomAttributes<AliasAttribute>().SelectMany(static alias => alias.AliasNames)];
}
