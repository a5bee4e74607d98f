using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Commands;

/// <summary>A command that puts the credential helper into place, or takes it away.</summary>
public abstract class SetupCommand : EngineCommand
{
    private protected SetupCommand()
    {
    }

    /// <summary>The words for that there is nothing to do.</summary>
    private protected abstract string NothingToDo { get; }

    /// <summary>What is done with the folder of the helper and PATH.</summary>
    private protected abstract string PathAction { get; }

    /// <summary>Puts that folder on PATH, or takes it off.</summary>
    private protected abstract void ChangePath(string folder);

    /// <summary>Asks leave for every change, then makes them all, and tells what was done.</summary>
    private protected void Do(Request request)
    {
        request["plan"] = true;
        var plan = Ask(request);
        request["plan"] = null;
        var changesUserPath = plan.IsTrue("changes_path") && SearchPath.IsKeptForUser;
        var steps = plan.Objects("changes").Select(static change => (Target: PlainText.OfValue(change.Text("target")), Action: change.Text("action") ?? ""));
        if (changesUserPath)
            steps = steps.Append((Target: "PATH of the user", Action: PathAction));
        if (!MayDoAll(steps))
            return;
        var answer = Ask(request);
        foreach (var change in answer.Objects("changes"))
            Messages.Say($"{change.Text("action")}: {PlainText.OfValue(change.Text("target"))}");
        if (changesUserPath)
            Messages.Say($"{PathAction}: PATH of the user");
        if (!answer.Objects("changes").Any() && !changesUserPath)
            Messages.Say(NothingToDo);
        if (answer.IsTrue("changes_path") && answer.Text("folder") is { } folder)
            ChangePath(folder);
    }

    // One no is enough; -WhatIf, which is no to everything, names every step.
    private bool MayDoAll(IEnumerable<(string Target, string Action)> steps)
    {
        var isWhatIf = MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
            ? LanguagePrimitives.IsTrue(given)
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        var mayAll = true;
        foreach (var (target, action) in steps)
        {
            mayAll &= ShouldProcess(target, action);
            if (!mayAll && !isWhatIf)
                break;
        }
        return mayAll;
    }
}
