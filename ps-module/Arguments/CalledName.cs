using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace EcrLogin.Arguments;

/// <summary>The name that a command was called by, which may be an alias.</summary>
internal static class CalledName
{
    /// <summary>Whether it is this one, with the module's name before it or not.</summary>
    public static bool Is(string alias, InvocationInfo invocation, Func<string, object?> variable)
    {
        var name = invocation.InvocationName is "&" or "." ? Operand(invocation, variable) : invocation.InvocationName;
        return name is not null
            && (name.Equals(alias, StringComparison.OrdinalIgnoreCase) || name.EndsWith("\\" + alias, StringComparison.OrdinalIgnoreCase));
    }

    // PowerShell tells of the operator alone; what stands behind it is in the line.
    private static string? Operand(InvocationInfo invocation, Func<string, object?> variable)
    {
        if (invocation.Line is not { } line || invocation.OffsetInLine < 1 || invocation.OffsetInLine > line.Length)
            return null;
        var call = Parser.ParseInput(line.Substring(invocation.OffsetInLine - 1), out _, out _).Find(static ast => ast is CommandAst, searchNestedScriptBlocks: false);
        var value = (call as CommandAst)?.CommandElements.First() switch
        {
            StringConstantExpressionAst text => text.Value,
            VariableExpressionAst named => Unwrapped.Value(variable(named.VariablePath.UserPath)),
            _ => null,
        };
        return value is CommandInfo command ? command.Name : value as string;
    }
}
