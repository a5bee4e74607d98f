using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using EcrLogin.Arguments;
using EcrLogin.Commands;
using EcrLogin.Engine;

namespace EcrLogin.Remoting;

/// <summary>The logins of the clients of other machines, or their ends: each machine runs all of its own in one go.</summary>
/// <param name="logsIn">Whether logins are made, and not ended.</param>
/// <param name="judge">Asks the engine what the end of a client means.</param>
/// <param name="results">Takes what was done.</param>
internal sealed class RemoteLogins(bool logsIn, Func<IReadOnlyDictionary<string, object>, JsonObject> judge, LoginResults results)
{
    private static readonly string[] troubles = ["missing", "start", "hung", "chatty", "config_is_file", "config_is_folder"];

    private readonly List<RemoteStep> steps = [];
    private readonly HashSet<(Machine, int)> heard = [];

    /// <summary>Takes what the engine says that each of some machines has to run of a client.</summary>
    public void Add(JsonObject answer, ClientArguments client, IEnumerable<PSSession>? sessions) =>
        steps.AddRange(answer.Objects("steps").Select(step => new RemoteStep(step, client, sessions ?? [])));

    /// <summary>Runs all of it, on the machines that it is for.</summary>
    public void Run(Machines machines, Outcome outcome)
    {
        if (steps.Count == 0)
            return;
        machines.Run(
            "RunClient",
            RequestOf,
            [.. steps.Select(static step => step.Password).OfType<SecureString>()],
            (machine, result, failures) => Take(machine, result, failures, outcome),
            machine => [.. Of(machine).Where((_, number) => !heard.Contains((machine, number))).Select(static step => step.Registry)],
            outcome);
    }

    private RemoteStep[] Of(Machine machine) => [.. steps.Where(step => step.IsFor(machine))];

    private Hashtable? RequestOf(Machine machine) =>
        Of(machine) is { Length: > 0 } own ? new Hashtable { ["steps"] = own.Select(static step => step.Table).ToArray() } : null;

    private void Take(Machine machine, PSObject result, MachineFailures failures, Outcome outcome)
    {
        var told = new Told(result);
        var own = Of(machine);
        if (told.Number("step") is not { } number || number < 0 || number >= own.Length || heard.Contains((machine, number)))
            throw Told.Odd();
        var answer = judge(Ending(machine, own[number], told));
        _ = heard.Add((machine, number));
        results.AddLogins(answer, outcome, machine);
        failures.Add(answer);
    }

    private Dictionary<string, object> Ending(Machine machine, RemoteStep step, Told told)
    {
        var (tool, trouble, exitCode) = (told.Text("tool"), told.Text("trouble"), told.Number("exitCode"));
        var isEnd = trouble is null ? exitCode is not null : exitCode is null && troubles.Contains(trouble, StringComparer.Ordinal);
        if (tool is null || !step.Tools.Contains(tool, StringComparer.Ordinal) || !isEnd)
            throw Told.Odd();
        var fields = new (string Name, object? Value)[]
        {
            ("machine", machine.Name),
            ("registry", step.Registry),
            ("logs_in", logsIn),
            ("expires_at", step.ExpiresAt),
            ("map_line", step.MapLine),
            ("password", step.Password),
            ("tool", tool),
            ("config_path", told.Path("configPath")),
            ("trouble", trouble),
            ("exit_code", exitCode),
            ("said", Told.Beginning(told.Text("said"))),
        };
        return fields.Where(static field => field.Value is not null).ToDictionary(static field => field.Name, static field => field.Value!, StringComparer.Ordinal);
    }
}
