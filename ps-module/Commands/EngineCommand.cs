using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using EcrLogin.Arguments;
using EcrLogin.Engine;
using EcrLogin.Errors;
using EcrLogin.Prompts;
using EcrLogin.Remoting;

namespace EcrLogin.Commands;

/// <summary>What every command has: one call to the engine at a time, which ends when the pipeline is stopped.</summary>
public abstract class EngineCommand : PSCmdlet, IDisposable
{
    private readonly EngineCall call = new();
    private readonly CancellationTokenSource stop = new();
    private Messages? messages;

    private protected EngineCommand()
    {
    }

    /// <summary>What is left of the values without a name. It is taken here, since PowerShell's own error would print
    /// it.</summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    public object[]? RemainingArguments { get; set; }

    /// <summary>The words of a progress bar for the work of this command.</summary>
    private protected virtual string Activity => "Asking Amazon ECR";

    private protected Messages Messages => messages ??= new Messages(this);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    protected sealed override void BeginProcessing() => Guard(() =>
    {
        RemainingValues.Refuse(RemainingArguments, MyInvocation.MyCommand);
        Begin();
    });

    /// <inheritdoc />
    protected sealed override void ProcessRecord() => Guard(Collect);

    /// <inheritdoc />
    protected sealed override void EndProcessing() => Guard(Finish);

    /// <inheritdoc />
    protected override void StopProcessing()
    {
        call.Stop();
        stop.Cancel();
    }

    /// <summary>Ends the open call, if there is one: a pipeline that ended early left it.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
        call.Stop();
        stop.Dispose();
    }

    /// <summary>Whether the command was called by an alias, with the module's name before it or not.</summary>
    private protected bool IsCalled(string alias) => CalledName.Is(alias, MyInvocation, GetVariableValue);

    private protected virtual void Begin()
    {
    }

    private protected virtual void Collect()
    {
    }

    private protected abstract void Finish();

    /// <summary>A new request, with what each one has.</summary>
    private protected Request NewRequest(string operation)
    {
        var request = new Request(operation) { ["cwd"] = FilePath.Current(SessionState) };
        if (Messages.WantsDebug)
            request["debug"] = true;
        return request;
    }

    /// <summary>Sends a request, asks the user for what the engine must know, and gives what came of it.</summary>
    /// <exception cref="EcrLoginException">Nothing could be asked.</exception>
    private protected JsonObject Ask(Request request, PSCredential? login = null)
    {
        var library = EngineLibrary.Open(MyInvocation.MyCommand.Module?.ModuleBase ?? EngineLibrary.OwnFolder);
        if (EngineLibrary.Named is not null)
            Messages.Verbose($"Library: {library.Path}, named by ECRLOGIN_LIBRARY.");
        using var progress = new Progress(this, Activity);
        var answers = new UserAnswers(Host, login, stop.Token);
        while (true)
        {
            var answer = call.Ask(library, request, progress.Tell);
            var error = answer.Has("error") ? EngineErrors.Read(answer.Object("error")) : null;
            var goesOn = answer.Has("needs") || (error is not null && answers.CanCorrect(error));
            Messages.TellLog(answer, isLast: !goesOn);
            if (answer.Has("ok"))
            {
                Messages.TellInfo(answer.Object("ok").Object("info"));
                return answer.Object("ok");
            }
            if (!goesOn)
                throw error!;
            if (error is null)
                answers.AddTo(request, answer.Object("needs"));
            else
                answers.Correct(request, error);
        }
    }

    /// <summary>Asks leave for what a request to log in or out would do, which names, profile and client must be good for, and
    /// puts what may be done into it; false where that is nothing.</summary>
    private protected bool IsAllowed(Request request, List<object> names, string action, Outcome outcome, PSSession[]? sessions = null)
    {
        SetNames(request, names);
        request["plan"] = true;
        var plan = Ask(request);
        request["plan"] = null;
        outcome.Add(plan);
        var where = sessions is null ? "" : " on " + string.Join(", ", Machine.Of(sessions).Select(static machine => machine.Name));
        if (!Approval.Ask(plan, names, target => ShouldProcess(target + where, action)))
        {
            // What could be done was not wanted, so not all has failed.
            outcome.HasOutput = true;
            return false;
        }
        SetNames(request, names);
        return true;
    }

    /// <summary>Asks for each group by itself, and reports at the end what came of it and what failed.</summary>
    private protected void AskEach<T>(IEnumerable<RegistryGroup<T>> groups, Action<RegistryGroup<T>, Outcome> ask, Action<Outcome>? complete = null)
    {
        var outcome = new Outcome();
        foreach (var group in groups)
        {
            try
            {
                ask(group, outcome);
            }
            catch (EcrLoginException error)
            {
                outcome.Add(error, [.. group.Names.Select(static name => $"{name}").Where(RegistryName.IsLike).Select(RegistryName.Told)]);
            }
        }
        complete?.Invoke(outcome);
        outcome.Report(this, Messages);
    }

    /// <summary>The logins of the clients of other machines.</summary>
    private protected RemoteLogins NewRemoteLogins(bool logsIn, LoginResults results) =>
        new(logsIn, Judge("remote_ended", "ended"), results);

    /// <summary>Does some work with the machines of sessions, and shows its progress.</summary>
    private protected void RunOn(PSSession[] sessions, int limit, Action<Machines> work)
    {
        using var progress = new Progress(this, Activity, "machine", "machines");
        work(new Machines(sessions, limit, Judge("remote_broken", "broken"), progress.Tell, stop.Token));
    }

    // Asks the engine what is to be made of what another machine told.
    private Func<IReadOnlyDictionary<string, object>, JsonObject> Judge(string operation, string field) =>
        told => Ask(new Request(operation) { [field] = told });

    private protected static void SetNames(Request request, List<object> names) => request["registry_ids"] = names.Count > 0 ? names : null;

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (EcrLoginException error)
        {
            ThrowTerminatingError(ErrorRecords.Of(error));
        }
    }
}
