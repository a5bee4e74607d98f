using System.Linq;
using System.Management.Automation.Language;

namespace EcrLogin.Completion;

/// <summary>Values as arguments of a command line that is being typed.</summary>
internal static class CommandArgument
{
    /// <summary>The value, quoted where it must be; null if it can be no argument in every PowerShell.</summary>
    public static string? Of(string value)
    {
        if (IsPlain(value))
            return value;
        var cannotBe = value.Length == 0 || value == "--%" || value.Any(static c => c is '"' or '\\' || char.IsControl(c));
        return cannotBe ? null : "'" + CodeGeneration.EscapeSingleQuotedStringContent(value) + "'";
    }

    private static bool IsPlain(string value) =>
        value.Length > 0
        && IsLetter(value[0])
        && value.All(static c => IsLetter(c) || c is >= '0' and <= '9' || ".:_/+=@%-".Contains(c));

    private static bool IsLetter(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
}
