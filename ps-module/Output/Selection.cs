using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using EcrLogin.Arguments;
using EcrLogin.Errors;

namespace EcrLogin.Output;

/// <summary>What of an answer -Select asks for: all of it, a path of properties, or the value of a parameter.</summary>
internal sealed class Selection
{
    private readonly IReadOnlyList<PropertyInfo> path;

    private Selection(IReadOnlyList<PropertyInfo> path, string? parameter)
    {
        this.path = path;
        Parameter = parameter;
    }

    /// <summary>The parameter whose value is asked for, by its own name; null where something of the answer is.</summary>
    public string? Parameter { get; }

    /// <summary>Reads what was given.</summary>
    /// <exception cref="EcrLoginException">It names neither a property nor a parameter.</exception>
    public static Selection Parse(string? text, IEnumerable<ParameterMetadata> parameters) => text switch
    {
        "*" => new Selection([], null),
        ['^', .. var name] => new Selection([], ParameterOf(name, parameters) ?? throw Refused(text)),
        { Length: > 0 } => new Selection(PathOf(text), null),
        _ => throw Refused(""),
    };

    /// <summary>What a response has at the path; the items of lists, each by itself.</summary>
    public IEnumerable<object?> Of(AuthorizationTokenResponse response)
    {
        IEnumerable<object?> found = [response];
        return path.Aggregate(found, static (values, property) => [.. values.SelectMany(value => Items(property.GetValue(Unwrapped.Value(value))))]);
    }

    private static IEnumerable<object?> Items(object? value) => value is IEnumerable list and not string ? list.Cast<object?>() : [value];

    private static string? ParameterOf(string name, IEnumerable<ParameterMetadata> parameters) =>
        parameters.FirstOrDefault(parameter => IsSame(parameter.Name, name) || parameter.Aliases.Any(alias => IsSame(alias, name)))?.Name;

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static List<PropertyInfo> PathOf(string text)
    {
        var steps = new List<PropertyInfo>();
        var type = typeof(AuthorizationTokenResponse);
        foreach (var name in text.Split('.'))
        {
            var property = type.GetProperties().FirstOrDefault(property => IsSame(property.Name, name) && property.GetIndexParameters().Length == 0);
            steps.Add(property ?? throw Refused(text));
            type = property.Name == nameof(AuthorizationTokenResponse.AuthorizationData)
                ? typeof(AuthorizationData)
                : Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        }
        return steps;
    }

    private static EcrLoginException Refused(string text) => new(
        "InvalidParameter",
        $"-Select '{PlainText.OfValue(text)}' names nothing that there is.",
        "Give *, a path such as AuthorizationData.ProxyEndpoint, or ^ and the name of a parameter.");
}
