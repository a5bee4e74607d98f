using System;
using System.Collections.Generic;
using System.Linq;

namespace EcrLogin.Engine;

/// <summary>An object of an answer. What is absent, null, or of another type than asked for is null or empty.</summary>
internal sealed class JsonObject
{
    private static readonly JsonObject none = new();

    private readonly Dictionary<string, object?> members = new(StringComparer.Ordinal);

    /// <summary>The names of its members.</summary>
    public IEnumerable<string> Names => members.Keys;

    /// <summary>Whether there is a member of this name that is not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name) => Find(name) as string;

    public double? Number(string name) => Find(name) as double?;

    public bool IsTrue(string name) => Find(name) is true;

    public JsonObject Object(string name) => Find(name) as JsonObject ?? none;

    public IEnumerable<JsonObject> Objects(string name) => List(name).OfType<JsonObject>();

    public IReadOnlyList<string> Texts(string name) => [.. List(name).OfType<string>()];

    internal void Set(string name, object? value) => members[name] = value;

    private List<object?> List(string name) => Find(name) as List<object?> ?? [];

    private object? Find(string name) => members.TryGetValue(name, out var value) ? value : null;
}
