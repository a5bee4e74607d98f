using System;
using System.Linq;
using System.Management.Automation.Host;

namespace EcrLogin.Prompts;

/// <summary>Whether the host can ask the user: not in a job, a runspace without a host, or a console whose input is redirected.</summary>
internal static class HostAbility
{
    public static bool CanAsk(PSHost host) => host.Name switch
    {
        "Default Host" or "ServerRemoteHost" => false,
        "ConsoleHost" => Environment.UserInteractive && !Console.IsInputRedirected && !Environment.GetCommandLineArgs().Any(IsNonInteractive),
        _ => Environment.UserInteractive,
    };

    // As PowerShell itself takes it: with any of its beginnings, after a dash, two, or a slash.
    private static bool IsNonInteractive(string argument) =>
        argument.StartsWith("-noni", StringComparison.OrdinalIgnoreCase)
        || argument.StartsWith("--noni", StringComparison.OrdinalIgnoreCase)
        || argument.StartsWith("/noni", StringComparison.OrdinalIgnoreCase);
}
