using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace EcrLogin.Completion;

/// <summary>Completes what -Select takes most.</summary>
internal sealed class SelectCompleter : IArgumentCompleter
{
    private static readonly string[] paths =
    [
        "*",
        "AuthorizationData",
        "AuthorizationData.AuthorizationToken",
        "AuthorizationData.ExpiresAt",
        "AuthorizationData.ProxyEndpoint",
        "^RegistryId",
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        paths
            .Where(path => path.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(static path => new CompletionResult(path, path, CompletionResultType.ParameterValue, path));
}
