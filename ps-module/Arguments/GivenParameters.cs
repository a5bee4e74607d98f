using System;
using System.Collections.Generic;
using System.Security;

namespace EcrLogin.Arguments;

/// <summary>
/// What stands on the command line. To be made before the first record: afterwards the same dictionary also has what earlier
/// records of the pipeline brought.
/// </summary>
internal sealed class GivenParameters(IDictionary<string, object> bound)
{
    private readonly Dictionary<string, object?> values = new(bound!, StringComparer.OrdinalIgnoreCase);

    public bool Has(string parameter) => values.ContainsKey(parameter);

    /// <summary>Fails if one of these parameters, each of which changes who signs, was given with nothing in it.</summary>
    public void RequireValues(params IEnumerable<string> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (values.TryGetValue(parameter, out var value))
                RequireValue(parameter, value);
        }
    }

    /// <summary>Fails if this parameter was given and has nothing in it now: a script block gives it a value for each
    /// record.</summary>
    public void RequireValue(string parameter, object? value)
    {
        if (!Has(parameter) || !IsEmpty(Unwrapped.Value(value)))
            return;
        throw new EcrLoginException(
            "InvalidParameter",
            $"-{parameter} is empty, and without it another identity would sign.",
            "Check the variable that it comes from, or leave the parameter out.");
    }

    private static bool IsEmpty(object? value) =>
        value is null or SecureString { Length: 0 } || (value is string text && string.IsNullOrWhiteSpace(text));
}
