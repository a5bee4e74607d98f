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
    private readonly HashSet<string> tools;
    private readonly HashSet<(Machine, string)> heard = [];

    public RemoteList(JsonObject answer, string? configPath)
    {
        var places = answer.Objects("places").ToArray();
        tools = new HashSet<string>(places.Select(static place => place.Text("tool")).OfType<string>(), StringComparer.Ordinal);
        Request = new Hashtable { ["configPath"] = configPath, ["places"] = places.Select(TableOf).ToArray() };
    }

    /// <summary>What the block is given: where to look.</summary>
    public Hashtable Request { get; }

    /// <summary>A file that the block read, for the engine.</summary>
    /// <exception cref="EcrLoginException">It is none that was asked for, or not the first.</exception>
    public Dictionary<string, object> FileOf(Machine machine, PSObject result)
    {
        var told = new Told(result);
        if (told.Path("tool") is not { } tool || !tools.Contains(tool) || told.Path("path") is not { } path || !heard.Add((machine, tool)))
            throw Told.Odd();
        var file = new Dictionary<string, object>(StringComparer.Ordinal) { ["machine"] = machine.Name, ["tool"] = tool, ["path"] = path };
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
        var table = new Hashtable { ["tool"] = place.Text("tool") };
        foreach (var system in new[] { "linux", "mac", "windows" })
            table[system] = place.Texts(system).ToArray();
        return table;
    }
}
