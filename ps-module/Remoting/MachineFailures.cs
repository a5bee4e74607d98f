using System;
using System.Collections.Generic;
using System.Linq;
using EcrLogin.Commands;
using EcrLogin.Engine;

namespace EcrLogin.Remoting;

/// <summary>What failed on one machine: one error for each kind.</summary>
internal sealed class MachineFailures(Machine machine)
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
        if (spoiled is not null)
            failures.Add((Broken(spoiled), unheard));
        else if (failure is EcrLoginException error)
            failures.Add((error, unheard));
        else if (failure is not null || unheard.Count > 0)
            failures.Add((Broken(failure), unheard));
    }

    /// <summary>Hands the failures on.</summary>
    public void Report(Outcome outcome)
    {
        foreach (var kind in failures.GroupBy(static failure => failure.Error.Code, StringComparer.Ordinal))
            outcome.Add(machine.Mark(kind.First().Error), [.. kind.SelectMany(static failure => failure.Registries)]);
    }

    private EcrLoginException Broken(Exception? failure) => new(
        new Errors.Failure(
            "RemoteFailed",
            $"{machine.Name}: its PowerShell did not run the client to an end: {failure?.GetBaseException().Message ?? "it gave no result."}",
            "Check the session; that machine may hold the login or not."),
        failure);
}
