using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Commands;
using EcrLogin.Engine;

namespace EcrLogin.Remoting;

/// <summary>The logins of the clients of other machines, or their ends: each machine runs all of them, in one go.</summary>
/// <param name="logsIn">Whether logins are made, and not ended.</param>
/// <param name="judge">Asks the engine what the end of a client means.</param>
/// <param name="results">Takes what was done.</param>
internal sealed class RemoteLogins(bool logsIn, Func<IReadOnlyDictionary<string, object>, JsonObject> judge, LoginResults results)
{
    private readonly List<RemoteStep> steps = [];

    /// <summary>Takes what the engine says that each machine has to run of a client.</summary>
    public void Add(JsonObject answer, ClientArguments client) =>
        steps.AddRange(answer.Objects("steps").Select(step => new RemoteStep(step, client)));

    /// <summary>Runs all of it on every machine.</summary>
    public void Run(Machines machines, Outcome outcome)
    {
        if (steps.Count == 0)
            return;
        var request = new Hashtable { ["steps"] = steps.Select(static step => step.Table).ToArray() };
        machines.Run(
            "RunClient",
            request,
            (machine, result, failures) => Take(machine, result, failures, outcome),
            done => [.. steps.Skip(done).Select(static step => step.Registry)],
            outcome);
    }

    private void Take(Machine machine, PSObject result, MachineFailures failures, Outcome outcome)
    {
        var answer = judge(Ending(machine, result));
        results.AddLogins(answer, outcome, machine);
        failures.Add(answer);
    }

    private Dictionary<string, object> Ending(Machine machine, PSObject result)
    {
        var step = steps[Convert.ToInt32(Machines.ValueOf(result, "step"), CultureInfo.InvariantCulture)];
        var fields = new (string Name, object? Value)[]
        {
            ("machine", machine.Name),
            ("registry", step.Registry),
            ("logs_in", logsIn),
            ("expires_at", step.ExpiresAt),
            ("map_line", step.MapLine),
            ("password", step.Password),
            ("tool", Machines.ValueOf(result, "tool")),
            ("config_path", Machines.ValueOf(result, "configPath")),
            ("trouble", Machines.ValueOf(result, "trouble")),
            ("exit_code", Machines.ValueOf(result, "exitCode")),
            ("said", Machines.ValueOf(result, "said")),
        };
        return fields.Where(static field => field.Value is not null).ToDictionary(static field => field.Name, static field => field.Value!, StringComparer.Ordinal);
    }
}
