using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using EcrLogin.Arguments;
using EcrLogin.Commands;

namespace EcrLogin.Remoting;

/// <summary>The machines of a command: each runs one block, and what fails there is an error of that machine.</summary>
/// <param name="sessions">The sessions with them.</param>
/// <param name="limit">How many work at once.</param>
/// <param name="tellProgress">For how many machines of all have ended.</param>
/// <param name="stop">Tells that the pipeline is being stopped.</param>
internal sealed class Machines(IEnumerable<PSSession> sessions, int limit, Action<uint, uint> tellProgress, CancellationToken stop)
{
    /// <summary>Runs a block on each, and hands on what failed.</summary>
    /// <param name="block">The name of the block.</param>
    /// <param name="request">What the block is given.</param>
    /// <param name="take">For each result, with the failures of its machine.</param>
    /// <param name="unheard">The registries of a machine that gave so many results and ended.</param>
    /// <param name="outcome">Takes the failures.</param>
    public void Run(string block, Hashtable request, Action<Machine, PSObject, MachineFailures> take, Func<int, IReadOnlyList<string>> unheard, Outcome outcome)
    {
        MachineRun[] all = [.. Machine.Of(sessions).Select(machine => new MachineRun(machine, block, request))];
        var failures = all.ToDictionary(static run => run, static run => new MachineFailures(run.Machine));
        var done = all.ToDictionary(static run => run, static _ => 0);
        using var runs = new MachineRuns(all, limit);
        runs.Follow(
            (run, result) =>
            {
                done[run]++;
                take(run.Machine, result, failures[run]);
            },
            (run, failure) =>
            {
                failures[run].End(failure, unheard(done[run]));
                outcome.HasOutput |= failures[run].IsEmpty;
                failures[run].Report(outcome);
            },
            tellProgress,
            stop);
    }

    /// <summary>A value of a result.</summary>
    public static object? ValueOf(PSObject result, string name) =>
        Unwrapped.Value(result) is IDictionary values ? Unwrapped.Value(values[name]) : null;
}
