using System.Linq;
using System.Management.Automation;

namespace EcrLogin.Arguments;

/// <summary>What is left of a command line when each parameter has its value.</summary>
internal static class RemainingValues
{
    private const int LongestName = 40;

    /// <summary>Fails if anything is left. A parameter that there is not is named; a value only if it can be no secret.</summary>
    public static void Refuse(object?[]? values, CommandInfo command)
    {
        if (values is not { Length: > 0 })
            return;
        var texts = values.Select(static value => $"{Unwrapped.Value(value)}").ToArray();
        if (texts.FirstOrDefault(IsParameter) is { } name)
            throw new EcrLoginException("InvalidParameter", $"There is no parameter {name.TrimEnd(':')}.", $"Get-Help {command.Name} lists those that there are.");
        var shown = texts.Where(RegistryName.IsLike).Select(static text => $"'{RegistryName.Told(text)}'").ToArray();
        var what = shown.Length > 0 ? $"{string.Join(", ", shown)}: a value too many" : "A value too many";
        throw new EcrLoginException("InvalidParameter", $"{what} without the name of its parameter.", command.Parameters.ContainsKey("RegistryId") ? "Name several registries as a list, with commas between them." : $"Get-Help {command.Name} lists the parameters.");
    }

    private static bool IsParameter(string text) =>
        text.Length is > 1 and <= LongestName && text[0] == '-' && text.Skip(1).All(static c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or ':');
}
