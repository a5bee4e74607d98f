using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using EcrLogin.Arguments;
using EcrLogin.Engine;

namespace EcrLogin.Completion;

/// <summary>Completes names that the engine knows; nothing, and no error, where it cannot be asked.</summary>
internal abstract class NameCompleter(string kind) : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var start = wordToComplete.Trim('\'', '"');
            return [.. Names(fakeBoundParameters)
                .Where(name => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                .Select(Result)
                .OfType<CompletionResult>()];
        }
        catch (Exception error) when (error is EcrLoginException or RuntimeException)
        {
            return [];
        }
    }

    private static CompletionResult? Result(string name) =>
        CommandArgument.Of(name) is { } text ? new CompletionResult(text, name, CompletionResultType.ParameterValue, name) : null;

    private IReadOnlyList<string> Names(IDictionary bound)
    {
        var session = new SessionState();
        // Names need no credentials.
        var request = new Request(kind) { ["cwd"] = FilePath.Current(session), ["no_sign_request"] = true };
        if (Unwrapped.Value(bound["ProfileLocation"]) is string path)
            request["profile_location"] = FilePath.Full(session, path);
        var answer = new EngineCall().Ask(EngineLibrary.Open(EngineLibrary.OwnFolder), request, static (_, _) => { });
        return answer.Object("ok").Texts(kind);
    }
}
