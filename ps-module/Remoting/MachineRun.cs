using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace EcrLogin.Remoting;

/// <summary>One run of a block in a session.</summary>
internal sealed class MachineRun : IDisposable
{
    private static readonly ConcurrentDictionary<string, string> blocks = new(StringComparer.Ordinal);

    private readonly PowerShell shell = PowerShell.Create();
    private readonly PSDataCollection<PSObject> output = [];
    private readonly string block;
    private readonly Hashtable request;
    private IAsyncResult? started;
    private volatile bool hasEnded;

    public MachineRun(Machine machine, string block, Hashtable request)
    {
        Machine = machine;
        this.block = block;
        this.request = request;
    }

    public Machine Machine { get; }

    /// <summary>Whether nothing more comes.</summary>
    public bool HasEnded => hasEnded;

    /// <summary>Starts the run, which tells from other threads whenever there is something new.</summary>
    /// <exception cref="EcrLoginException">The session takes no command.</exception>
    public void Start(Action tell)
    {
        RequireFree();
        shell.Runspace = Machine.Runspace;
        // In a scope of its own, and not kept in the history: nothing of it is left in the session.
        _ = shell.AddScript(blocks.GetOrAdd(block, ReadBlock), useLocalScope: true).AddParameter("Request", request);
        output.DataAdded += (_, _) => tell();
        try
        {
            started = shell.BeginInvoke<PSObject, PSObject>(null, output, new PSInvocationSettings { AddToHistory = false }, _ => End(tell), null);
        }
        catch (Exception error) when (error is RuntimeException or InvalidRunspaceStateException or InvalidOperationException)
        {
            throw Unavailable(error.Message);
        }
    }

    /// <summary>What came since the last look.</summary>
    public IReadOnlyList<PSObject> Take() => output.ReadAll();

    /// <summary>Why a run that has ended failed; null where it did not.</summary>
    public Exception? Failure()
    {
        try
        {
            _ = shell.EndInvoke(started!);
        }
        catch (Exception error) when (error is RuntimeException or InvalidRunspaceStateException or InvalidOperationException)
        {
            return error;
        }
        return shell.Streams.Error.Count > 0 ? shell.Streams.Error[0].Exception : null;
    }

    /// <summary>Asks the machine to end the run and the client in it, and does not wait for that.</summary>
    public void Stop() => _ = shell.BeginStop(null, null);

    public void Dispose()
    {
        shell.Dispose();
        output.Dispose();
    }

    private static string ReadBlock(string name)
    {
        using var stream = typeof(MachineRun).Assembly.GetManifestResourceStream(name + ".ps1")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void End(Action tell)
    {
        hasEnded = true;
        tell();
    }

    private void RequireFree()
    {
        var state = Machine.Runspace.RunspaceStateInfo.State;
        if (state != RunspaceState.Opened)
            throw Unavailable($"It is {state}.");
        if (Machine.Runspace.RunspaceAvailability != RunspaceAvailability.Available)
            throw Unavailable($"It is {Machine.Runspace.RunspaceAvailability}.");
    }

    private EcrLoginException Unavailable(string why) => new(
        "SessionUnavailable",
        $"{Machine.Name}: the session cannot take a command. {why}",
        "Wait for its other command, or open it anew with New-PSSession.");
}
