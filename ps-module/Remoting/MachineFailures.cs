using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security;
using EcrLogin.Commands;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Remoting;

/// <summary>What failed on one machine: one error for each kind.</summary>
/// <param name="machine">The machine.</param>
/// <param name="secrets">What it was given and must not be repeated.</param>
internal sealed class MachineFailures(Machine machine, IReadOnlyList<SecureString> secrets)
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

    // What the machine made of it is not kept as the cause: that holds its words as they came.
    private EcrLoginException Broken(Exception? failure)
    {
        var why = failure?.GetBaseException().Message ?? "it gave no result.";
        var plain = ForeignWords.Of(why, secrets.Select(static secret => new NetworkCredential("", secret).Password));
        return new EcrLoginException(
            "RemoteFailed",
            $"{machine.Name}: its PowerShell did not run the client to an end: {plain}",
            "Check the session; that machine may hold the login or not.");
    }
}
