using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using System.Threading;
using EcrLogin.Commands;
using EcrLogin.Engine;

namespace EcrLogin.Remoting;

/// <summary>The machines of a command: each runs one block, and what fails there is an error of that machine.</summary>
/// <param name="sessions">The sessions with them.</param>
/// <param name="limit">How many work at once.</param>
/// <param name="judge">Asks the engine what it means that a run broke off.</param>
/// <param name="tellProgress">For how many machines of all have ended.</param>
/// <param name="stop">Tells that the pipeline is being stopped.</param>
internal sealed class Machines(IEnumerable<PSSession> sessions, int limit, Func<IReadOnlyDictionary<string, object>, JsonObject> judge, Action<uint, uint> tellProgress, CancellationToken stop)
{
    /// <summary>Runs a block on each, and hands on what failed.</summary>
    /// <param name="block">The name of the block.</param>
    /// <param name="requestOf">What the block is given on a machine; null where it is not run.</param>
    /// <param name="secrets">What is secret of it.</param>
    /// <param name="take">For each result, with the failures of its machine; it throws where that is no result, and gets no more of that machine.</param>
    /// <param name="unheard">The registries of a machine that has ended of which it gave no result.</param>
    /// <param name="outcome">Takes the failures.</param>
    public void Run(string block, Func<Machine, Hashtable?> requestOf, IReadOnlyList<SecureString> secrets, Action<Machine, PSObject, MachineFailures> take, Func<Machine, IReadOnlyList<string>> unheard, Outcome outcome)
    {
        MachineRun[] all = [.. Machine.Of(sessions).Select(machine => (machine, request: requestOf(machine)))
            .Where(static of => of.request is not null).Select(of => new MachineRun(of.machine, block, of.request!))];
        var failures = all.ToDictionary(static run => run, run => new MachineFailures(run.Machine, secrets, judge));
        using var runs = new MachineRuns(all, limit);
        runs.Follow(
            (run, result) =>
            {
                if (failures[run].IsSpoiled)
                    return;
                try
                {
                    take(run.Machine, result, failures[run]);
                }
                catch (EcrLoginException error)
                {
                    // Whatever a machine says ends the work of no other.
                    failures[run].Spoil(error);
                    run.Stop();
                }
            },
            (run, failure) =>
            {
                failures[run].End(failure, unheard(run.Machine));
                outcome.HasOutput |= failures[run].IsEmpty;
                failures[run].Report(outcome);
            },
            tellProgress,
            stop);
    }
}
