using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Engine;

namespace EcrLogin.Remoting;

/// <summary>What the engine and the block that reads files say to each other of the logins of other machines.</summary>
internal sealed class RemoteList
{
    private readonly JsonObject[] places;
    private readonly HashSet<(Machine, int)> heard = [];

    public RemoteList(JsonObject answer, string? configPath)
    {
        places = [.. answer.Objects("places")];
        Request = new Hashtable { ["configPath"] = configPath, ["places"] = places.Select(TableOf).ToArray() };
    }

    /// <summary>What the block is given: where to look.</summary>
    public Hashtable Request { get; }

    /// <summary>A file that the block read, for the engine.</summary>
    /// <exception cref="EcrLoginException">It is none that was asked for, or comes again.</exception>
    public Dictionary<string, object> FileOf(Machine machine, PSObject result)
    {
        var told = new Told(result);
        if (told.Number("place") is not { } number || number < 0 || number >= places.Length || told.Path("path") is not { } path || !heard.Add((machine, number)))
            throw Told.Odd();
        var file = new Dictionary<string, object>(StringComparer.Ordinal) { ["machine"] = machine.Name, ["tool"] = places[number].Text("tool")!, ["path"] = path };
        switch (told.Secret("text"), told.Path("trouble"))
        {
            case ({ } text, null):
                file["text"] = text;
                break;
            case (null, { } trouble):
                file["trouble"] = trouble;
                break;
            default:
                throw Told.Odd();
        }
        return file;
    }

    private static Hashtable TableOf(JsonObject place)
    {
        var table = new Hashtable();
        foreach (var name in new[] { "unless", "linux", "mac", "windows" })
            table[name] = place.Texts(name).ToArray();
        return table;
    }
}
