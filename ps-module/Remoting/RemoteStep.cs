using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Security;
using EcrLogin.Arguments;
using EcrLogin.Engine;

namespace EcrLogin.Remoting;

/// <summary>One login, or the end of one, as the engine tells it and as the block takes it.</summary>
internal sealed class RemoteStep
{
    // As where the client runs here.
    private const double UsualLimit = 120;

    private readonly HashSet<Guid> sessions;

    public RemoteStep(JsonObject step, ClientArguments client, IEnumerable<PSSession> sessions)
    {
        this.sessions = [.. sessions.Select(static session => session.InstanceId)];
        Registry = step.Text("registry") ?? "";
        ExpiresAt = step.Number("expires_at");
        MapLine = step.Text("map_line");
        Password = step.Text("password") is { } password ? SecretText.Of(password) : null;
        Tools = [.. step.Objects("commands").Select(static command => command.Text("tool")).OfType<string>()];
        Table = new Hashtable
        {
            ["password"] = Password,
            ["toolPath"] = client.ToolPath,
            ["configPath"] = client.ConfigPath,
            ["limit"] = Seconds.ToMilliseconds(client.TimeoutSec ?? UsualLimit),
            ["patience"] = Seconds.ToMilliseconds(client.TimeoutSec is > 0 and var seconds ? seconds : UsualLimit),
            ["commands"] = step.Objects("commands").Select(CommandOf).ToArray(),
        };
    }

    public string Registry { get; }

    public double? ExpiresAt { get; }

    public string? MapLine { get; }

    public SecureString? Password { get; }

    /// <summary>The clients that are tried, by their names.</summary>
    public IReadOnlyList<string> Tools { get; }

    /// <summary>What travels to the machine.</summary>
    public Hashtable Table { get; }

    /// <summary>Whether a machine is to do it.</summary>
    public bool IsFor(Machine machine) => sessions.Contains(machine.Id);

    private static object CommandOf(JsonObject command)
    {
        var variables = command.Object("variables");
        var table = new Hashtable();
        foreach (var name in variables.Names)
            table[name] = variables.Text(name);
        return new Hashtable
        {
            ["tool"] = command.Text("tool"),
            ["arguments"] = command.Texts("arguments").ToArray(),
            ["variables"] = table,
            ["takesFolder"] = command.IsTrue("takes_a_folder"),
        };
    }
}
