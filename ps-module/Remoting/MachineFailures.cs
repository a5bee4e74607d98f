using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using EcrLogin.Commands;
using EcrLogin.Engine;

namespace EcrLogin.Remoting;

/// <summary>What failed on one machine: one error for each kind.</summary>
/// <param name="machine">The machine.</param>
/// <param name="secrets">What it was given and must not be repeated.</param>
/// <param name="judge">Asks the engine what it means that a run broke off.</param>
internal sealed class MachineFailures(Machine machine, IReadOnlyList<SecureString> secrets, Func<IReadOnlyDictionary<string, object>, JsonObject> judge)
{
    private readonly List<(EcrLoginException Error, IReadOnlyList<string> Registries)> failures = [];
    private EcrLoginException? spoiled;

    /// <summary>Whether the machine gave what is no result, so that nothing else it says counts.</summary>
    public bool IsSpoiled => spoiled is not null;

    /// <summary>Whether all went well.</summary>
    public bool IsEmpty => failures.Count == 0;

    /// <summary>Takes the failures of an answer.</summary>
    public void Add(JsonObject answer)
    {
        foreach (var failure in answer.Objects("failures"))
            failures.Add((EngineErrors.Read(failure.Object("error")), failure.Texts("registry_ids")));
    }

    /// <summary>Takes why a result is none.</summary>
    public void Spoil(EcrLoginException why) => spoiled = why;

    /// <summary>Takes the end of the run, of which some registries were not heard.</summary>
    public void End(Exception? failure, IReadOnlyList<string> unheard)
    {
        if (spoiled is null && failure is EcrLoginException error)
            failures.Add((error, unheard));
        else if (spoiled is not null || failure is not null || unheard.Count > 0)
            AddBreak(spoiled ?? failure, unheard);
    }

    /// <summary>Hands the failures on.</summary>
    public void Report(Outcome outcome)
    {
        foreach (var kind in failures.GroupBy(static failure => failure.Error.Code, StringComparer.Ordinal))
            outcome.Add(machine.Mark(kind.First().Error), [.. kind.SelectMany(static failure => failure.Registries)]);
    }

    // What the machine made of it is not kept as the cause: that holds its words as they came.
    private void AddBreak(Exception? failure, IReadOnlyList<string> unheard)
    {
        var broken = new Dictionary<string, object>(StringComparer.Ordinal) { ["machine"] = machine.Name, ["registries"] = unheard, ["passwords"] = secrets };
        if (Told.Beginning(failure?.GetBaseException().Message) is { } said)
            broken["said"] = said;
        try
        {
            Add(judge(broken));
        }
        catch (EcrLoginException error)
        {
            // Nothing that is wrong with one machine ends the work of another.
            failures.Add((error, unheard));
        }
    }
}
