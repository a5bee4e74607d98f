using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin.Commands;

/// <summary>What failed of a command's work, in the order asked, and whether anything did not.</summary>
internal sealed class Outcome
{
    private readonly List<(EcrLoginException Error, IReadOnlyList<string> Registries)> failures = [];

    /// <summary>Whether anything came out.</summary>
    public bool HasOutput { get; set; }

    /// <summary>Keeps the failures beside the results of an answer.</summary>
    public void Add(JsonObject answer)
    {
        foreach (var failure in answer.Objects("failures"))
            failures.Add((EngineErrors.Read(failure.Object("error")), failure.Texts("registry_ids")));
    }

    /// <summary>Keeps the failure of a whole request.</summary>
    public void Add(EcrLoginException error, IReadOnlyList<string> registries) => failures.Add((error, registries));

    /// <summary>
    /// Writes the failures. Beside results each is an error of its own; where everything failed, the first one ends the
    /// command, after the others, and those of one cause are one.
    /// </summary>
    public void Report(Cmdlet command, Messages messages)
    {
        if (failures.Count == 0)
            return;
        if (HasOutput)
        {
            foreach (var (error, registries) in failures)
                command.WriteError(ErrorRecords.Of(error, registries));
            return;
        }
        var causes = failures.GroupBy(static failure => (failure.Error.Code, failure.Error.AwsCode, failure.Error.Message)).ToArray();
        // Where any error ends the script, it is the first that counts.
        foreach (var cause in messages.StopsAtErrors ? [] : causes.Skip(1))
            command.WriteError(RecordOf(cause));
        command.ThrowTerminatingError(RecordOf(causes[0]));
    }

    private static ErrorRecord RecordOf(IEnumerable<(EcrLoginException Error, IReadOnlyList<string> Registries)> cause) =>
        ErrorRecords.Of(cause.First().Error, [.. cause.SelectMany(static failure => failure.Registries)]);
}
