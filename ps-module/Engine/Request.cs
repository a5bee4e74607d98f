using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Security;

namespace EcrLogin.Engine;

/// <summary>A request to the engine, field by field. A field without a value is not in it.</summary>
internal sealed class Request(string operation)
{
    private readonly Dictionary<string, object> fields = new(StringComparer.Ordinal) { ["version"] = 1L, ["op"] = operation };

    /// <summary>The variables of the process as PowerShell sees them now.</summary>
    public IDictionary Variables { get; } = Environment.GetEnvironmentVariables();

    /// <summary>A text, a SecureString, a truth value, a number, a list of texts and numbers, or an object of these.</summary>
    public object? this[string field]
    {
        get => fields.TryGetValue(field, out var value) ? value : null;
        set
        {
            if (value is null)
                _ = fields.Remove(field);
            else
                fields[field] = value;
        }
    }

    public bool Has(string field) => fields.ContainsKey(field);

    /// <summary>The value of a variable, or null if it is empty too.</summary>
    public string? Variable(string name) => Variables[name] is string { Length: > 0 } value ? value : null;

    public void WriteTo(JsonBuffer json)
    {
        WriteMembers(json, fields);
        // All names in one text and all values in another: two texts are read and written much faster than a hundred.
        json.WriteRaw(",\"env_names\":");
        json.WriteJoined(Variables.Keys);
        json.WriteRaw(",\"env_values\":");
        json.WriteJoined(Variables.Values);
        json.WriteRaw("}");
    }

    private static void WriteMembers(JsonBuffer json, IReadOnlyDictionary<string, object> members)
    {
        var separator = "{";
        foreach (var member in members)
        {
            json.WriteRaw(separator);
            json.WriteText(member.Key);
            json.WriteRaw(":");
            WriteValue(json, member.Value);
            separator = ",";
        }
    }

    private static void WriteValue(JsonBuffer json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteText(text);
                break;
            case SecureString secret:
                json.WriteText(secret);
                break;
            case bool truth:
                json.WriteRaw(truth ? "true" : "false");
                break;
            case IReadOnlyDictionary<string, object> members:
                WriteMembers(json, members);
                json.WriteRaw("}");
                break;
            case IReadOnlyList<object> items:
                WriteList(json, items);
                break;
            default:
                json.WriteRaw(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteList(JsonBuffer json, IReadOnlyList<object> items)
    {
        json.WriteRaw("[");
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                json.WriteRaw(",");
            WriteValue(json, items[i]);
        }
        json.WriteRaw("]");
    }
}
