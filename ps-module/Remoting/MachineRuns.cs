using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;

namespace EcrLogin.Remoting;

/// <summary>Runs on many machines, so many at a time.</summary>
internal sealed class MachineRuns(IReadOnlyList<MachineRun> runs, int limit) : IDisposable
{
    private const int UntilProgress = 1000;
    private const int BetweenProgress = 200;
    private const int UntilStopped = 800;
    private const int Stopped = -1;

    private readonly News news = new();
    private readonly HashSet<int> open = [];

    /// <summary>Takes what comes, from whichever machine comes first, on the caller's thread.</summary>
    /// <param name="take">For each object of a machine.</param>
    /// <param name="end">For each machine at its end, with the reason where that is a failure.</param>
    /// <param name="tellProgress">After a second, for how many machines of all have ended.</param>
    /// <param name="stop">Tells that the pipeline is being stopped.</param>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped meanwhile.</exception>
    public void Follow(Action<MachineRun, PSObject> take, Action<MachineRun, Exception?> end, Action<uint, uint> tellProgress, CancellationToken stop)
    {
        using var stopping = stop.Register(() => news.Add(Stopped));
        var started = 0;
        while (true)
        {
            while (open.Count < limit && started < runs.Count)
                Start(started++, end);
            if (open.Count == 0)
                return;
            var number = Next(() => tellProgress((uint)(started - open.Count), (uint)runs.Count));
            if (number == Stopped)
                throw new PipelineStoppedException();
            if (!open.Contains(number))
                continue;
            var hasEnded = runs[number].HasEnded;
            foreach (var result in runs[number].Take())
                take(runs[number], result);
            if (hasEnded)
                End(number, end);
        }
    }

    /// <summary>Ends what still runs, on its machine too; one that does not answer is left behind.</summary>
    public void Dispose()
    {
        foreach (var number in open)
            runs[number].Stop();
        var clock = Stopwatch.StartNew();
        while (open.Count > 0 && news.Take(UntilStopped - (int)clock.ElapsedMilliseconds) is { } number)
        {
            if (number != Stopped && runs[number].HasEnded && open.Remove(number))
                runs[number].Dispose();
        }
    }

    private void Start(int number, Action<MachineRun, Exception?> end)
    {
        try
        {
            runs[number].Start(() => news.Add(number));
            _ = open.Add(number);
        }
        catch (EcrLoginException error)
        {
            runs[number].Dispose();
            end(runs[number], error);
        }
    }

    private void End(int number, Action<MachineRun, Exception?> end)
    {
        _ = open.Remove(number);
        var failure = runs[number].Failure();
        runs[number].Dispose();
        end(runs[number], failure);
    }

    private int Next(Action tell)
    {
        for (var wait = UntilProgress; ; wait = BetweenProgress)
        {
            if (news.Take(wait) is { } number)
                return number;
            tell();
        }
    }
}
