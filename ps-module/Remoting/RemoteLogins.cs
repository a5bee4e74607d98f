using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
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
    public void Run(IEnumerable<PSSession> sessions, int limit, Outcome outcome, Action<uint, uint> tellProgress, CancellationToken stop)
    {
        if (steps.Count == 0)
            return;
        var request = new Hashtable { ["steps"] = steps.Select(static step => step.Table).ToArray() };
        MachineRun[] all = [.. Distinct(sessions).Select(session => new MachineRun(new Machine(session), request))];
        var failures = all.ToDictionary(static run => run, run => new MachineFailures(run.Machine));
        var done = all.ToDictionary(static run => run, static _ => 0);
        using var runs = new MachineRuns(all, limit);
        runs.Follow(
            (run, result) =>
            {
                done[run]++;
                Take(run.Machine, result, failures[run], outcome);
            },
            (run, failure) =>
            {
                failures[run].End(failure, [.. steps.Skip(done[run]).Select(static step => step.Registry)]);
                failures[run].Report(outcome);
            },
            tellProgress,
            stop);
    }

    // A session that is named twice is one, unlike two sessions of one machine.
    private static IEnumerable<PSSession> Distinct(IEnumerable<PSSession> sessions) =>
        sessions.GroupBy(static session => session.InstanceId).Select(static same => same.First());

    private static object? ValueOf(PSObject result, string name) =>
        Unwrapped.Value(result) is IDictionary values ? Unwrapped.Value(values[name]) : null;

    private void Take(Machine machine, PSObject result, MachineFailures failures, Outcome outcome)
    {
        var answer = judge(Ending(machine, result));
        results.AddLogins(answer, outcome, machine);
        failures.Add(answer);
    }

    private Dictionary<string, object> Ending(Machine machine, PSObject result)
    {
        var step = steps[Convert.ToInt32(ValueOf(result, "step"), CultureInfo.InvariantCulture)];
        var fields = new (string Name, object? Value)[]
        {
            ("machine", machine.Name),
            ("registry", step.Registry),
            ("logs_in", logsIn),
            ("expires_at", step.ExpiresAt),
            ("map_line", step.MapLine),
            ("password", step.Password),
            ("tool", ValueOf(result, "tool")),
            ("config_path", ValueOf(result, "configPath")),
            ("trouble", ValueOf(result, "trouble")),
            ("exit_code", ValueOf(result, "exitCode")),
            ("said", ValueOf(result, "said")),
        };
        return fields.Where(static field => field.Value is not null).ToDictionary(static field => field.Name, static field => field.Value!, StringComparer.Ordinal);
    }
}
