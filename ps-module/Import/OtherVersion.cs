using System;
using System.Management.Automation;

namespace EcrLogin.Import;

/// <summary>Two versions cannot live in one session: PowerShell takes no cmdlet twice, and says so in words of its own.</summary>
internal static class OtherVersion
{
    // A name that no other product has.
    private const string OwnCommand = "Clear-ECRTokenCache";

    /// <summary>Fails where another version is imported, before anything of this one is.</summary>
    public static void Refuse(SessionState session)
    {
        if (Imported(session) is not { } other)
            return;
        var own = typeof(OtherVersion).Assembly.GetName().Version!.ToString(3);
        throw new InvalidOperationException(
            $"EcrLogin {other} is imported in this session, where only one version can be. To change to {own}, run 'Remove-Module EcrLogin' first.");
    }

    private static string? Imported(SessionState session)
    {
        // Neither of these looks for modules to import.
        var cmdlet = session.InvokeCommand.GetCmdlet(OwnCommand);
        if (cmdlet is not null)
            return cmdlet.ImplementingType.Assembly == typeof(OtherVersion).Assembly ? null : VersionOf(cmdlet);
        // Version 0.1.0 was a script.
        return session.InvokeProvider.Item.Exists("function:\\" + OwnCommand)
            ? VersionOf(session.InvokeCommand.GetCommand(OwnCommand, CommandTypes.Function))
            : null;
    }

    private static string? VersionOf(CommandInfo command) => command.Module is { Name: "EcrLogin" } module ? module.Version.ToString() : null;
}
