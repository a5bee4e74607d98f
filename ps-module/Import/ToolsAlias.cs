using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace EcrLogin.Import;

/// <summary>
/// Beside AWS Tools, which has commands of the same names: of two cmdlets the one imported last answers, and PowerShell may
/// import theirs in the middle of a pipeline. An alias goes before both.
/// </summary>
internal static class ToolsAlias
{
    private static readonly string[] commands = ["Get-ECRLoginCommand", "Get-ECRAuthorizationToken"];
    private static readonly string[] modules = ["AWS.Tools.ECR", "AWSPowerShell", "AWSPowerShell.NetCore"];

    /// <summary>Makes the aliases where AWS Tools is installed, or where another command has the name already.</summary>
    public static void Add(SessionState session)
    {
        // To look for folders takes microseconds: who has no AWS Tools pays nothing.
        var isInstalled = ModuleFolders().Any(static folder => modules.Any(module => Directory.Exists(Path.Combine(folder, module))));
        foreach (var command in commands.Where(command => isInstalled || IsTaken(session, command)))
            Set(command);
    }

    /// <summary>Takes away what Add made; PowerShell does not by itself.</summary>
    public static void Remove(SessionState session)
    {
        foreach (var command in commands.Where(command => IsOurs(session, command)))
            session.InvokeProvider.Item.Remove(PathOf(command), recurse: false);
    }

    private static IEnumerable<string> ModuleFolders() =>
        (Environment.GetEnvironmentVariable("PSModulePath") ?? "")
        .Split(Path.PathSeparator)
        .Where(static folder => folder.Length > 0 && folder.IndexOfAny(Path.GetInvalidPathChars()) < 0);

    // Neither of these looks for modules to import.
    private static bool IsTaken(SessionState session, string command) =>
        session.InvokeCommand.GetCmdlet(command) is { } cmdlet
            ? cmdlet.ImplementingType.Assembly != typeof(ToolsAlias).Assembly
            : session.InvokeProvider.Item.Exists("function:\\" + command);

    private static void Set(string command)
    {
        // Where the commands themselves go: not into the scope of a function that an import stands in, and in a module for it
        // alone. A SessionState made here does not know its module; a script does.
        const string set = "param($name, $value) Microsoft.PowerShell.Utility\\Set-Alias -Name $name -Value $value "
            + "-Scope $(if ($ExecutionContext.SessionState.Module) { 'Script' } else { 'Global' })";
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        _ = shell.AddScript(set, useLocalScope: true).AddArgument(command).AddArgument(Qualified(command));
        try
        {
            _ = shell.Invoke();
        }
        catch (RuntimeException)
        {
            // A session without Set-Alias, or with an alias that cannot be changed, has the module without ours.
            return;
        }
    }

    private static bool IsOurs(SessionState session, string command) =>
        session.InvokeProvider.Item.Exists(PathOf(command))
        && session.InvokeCommand.GetCommand(command, CommandTypes.Alias) is { } alias
        && alias.Definition == Qualified(command);

    private static string PathOf(string command) => "Alias:\\" + command;

    private static string Qualified(string command) => "EcrLogin\\" + command;
}
