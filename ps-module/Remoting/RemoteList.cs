using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Engine;

namespace EcrLogin.Remoting;

/// <summary>What the engine and the block that reads files say to each other of the logins of other machines.</summary>
internal static class RemoteList
{
    /// <summary>What the block is given: where to look.</summary>
    public static Hashtable RequestOf(JsonObject answer, string? configPath) => new()
    {
        ["configPath"] = configPath,
        ["places"] = answer.Objects("places").Select(TableOf).ToArray(),
    };

    /// <summary>A file that the block read, for the engine.</summary>
    public static Dictionary<string, object> FileOf(Machine machine, PSObject result)
    {
        var file = new Dictionary<string, object>(System.StringComparer.Ordinal) { ["machine"] = machine.Name };
        foreach (var name in new[] { "tool", "path", "text", "trouble" })
        {
            if (Machines.ValueOf(result, name) is { } value)
                file[name] = value;
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
