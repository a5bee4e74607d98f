using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using EcrLogin.Arguments;

namespace EcrLogin.Completion;

/// <summary>Completes hosts that container clients have in their config files; nothing, and no error, where there are none.</summary>
internal abstract class HostCompleter(Func<string, bool> isWanted) : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var start = wordToComplete.Trim('\'', '"');
        try
        {
            var config = Unwrapped.Value(fakeBoundParameters["ConfigPath"]) is string path ? FilePath.Full(new SessionState(), path) : null;
            return [.. ConfigHosts.In(config)
                .Where(host => isWanted(host) && host.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                .Select(static host => new CompletionResult(host, host, CompletionResultType.ParameterValue, host))];
        }
        catch (Exception error) when (error is EcrLoginException or RuntimeException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
