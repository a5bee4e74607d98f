using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Xml;
using EcrLogin.Errors;

namespace EcrLogin.Arguments;

/// <summary>Values as PowerShell hands them over, with or without its wrapper around them.</summary>
internal static class Unwrapped
{
    /// <summary>How many lists within lists are looked into: one that holds itself has no end.</summary>
    public const int MostLists = 64;

    /// <summary>The value without PowerShell's wrapper; an object that is nothing but the wrapper stays as it is.</summary>
    public static object? Value(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>A value as text; null where it is null or empty.</summary>
    public static string? Text(object? value) => Value(value)?.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A value as it is; null where it is text with nothing in it.</summary>
    public static object? Filled(object? value) => Value(value) is string text && string.IsNullOrWhiteSpace(text) ? null : value;

    /// <summary>The name of a value's type, for messages that tell nothing else of it.</summary>
    public static string TypeName(object value) =>
        PlainText.OfValue((value is PSObject wrapped ? wrapped.BaseObject : value).GetType().FullName);

    /// <summary>The items of a list of any kind, itself not a list for this: text, and what has named values, as an element of
    /// XML has attributes.</summary>
    public static IEnumerable? Items(object? value) =>
        Value(value) is IEnumerable items and not string and not IDictionary and not XmlNode ? items : null;

    /// <summary>The value under the first of some names that an object or hashtable has and that is not null there.</summary>
    public static object? Named(object value, params IEnumerable<string> names)
    {
        var dictionary = Value(value) as IDictionary;
        return names.Select(name => dictionary is null ? Property(value, name) : Entry(dictionary, name)).FirstOrDefault(static found => found is not null);
    }

    /// <summary>Whether an object or hashtable has one of some names at all.</summary>
    public static bool Has(object value, params IEnumerable<string> names)
    {
        var dictionary = Value(value) as IDictionary;
        return names.Any(name => dictionary is null ? PSObject.AsPSObject(value).Properties[name] is not null : KeyOf(dictionary, name) is not null);
    }

    private static object? Entry(IDictionary dictionary, string name) => KeyOf(dictionary, name) is { } key ? dictionary[key] : null;

    // In any case, as of properties: what ConvertFrom-Json -AsHashtable gives tells cases apart.
    private static object? KeyOf(IDictionary dictionary, string name) =>
        dictionary.Keys.Cast<object>().FirstOrDefault(key => string.Equals(key as string, name, System.StringComparison.OrdinalIgnoreCase));

    private static object? Property(object value, string name)
    {
        try
        {
            return PSObject.AsPSObject(value).Properties[name]?.Value;
        }
        catch (GetValueException)
        {
            // A property that cannot be read holds nothing.
            return null;
        }
    }
}
