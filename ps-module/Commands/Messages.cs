using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using EcrLogin.Engine;

namespace EcrLogin.Commands;

/// <summary>What a command tells beside its output, on the streams that the caller listens to.</summary>
internal sealed class Messages
{
    // With -Debug, PowerShell would stop at each line of WriteVerbose and WriteWarning, of Windows PowerShell's WriteDebug
    // too, and would end the command where nobody can be asked. Its own cmdlets do not.
    private const string WriteByCmdlet = "param($message, $bound) & 'Microsoft.PowerShell.Utility\\{0}' $message @bound";
    private const string WriteDebugByCmdlet = "param($message) $DebugPreference = 'Continue'; & 'Microsoft.PowerShell.Utility\\Write-Debug' $message";

    private readonly PSCmdlet command;
    private readonly bool isDebugBound;
    private readonly HashSet<string> warned = new(StringComparer.Ordinal);

    public Messages(PSCmdlet command)
    {
        this.command = command;
        isDebugBound = command.MyInvocation.BoundParameters.TryGetValue("Debug", out var value) && value is SwitchParameter { IsPresent: true };
    }

    /// <summary>Whether the caller sees the log of the SDK.</summary>
    public bool WantsDebug => isDebugBound || Wants("Debug");

    /// <summary>Whether the caller's script ends at the first error, even at one that would not end a command.</summary>
    public bool StopsAtErrors =>
        (command.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var bound) ? bound : command.GetVariableValue("ErrorActionPreference"))
        ?.ToString() == nameof(ActionPreference.Stop);

    private bool WantsVerbose => Wants("Verbose");

    /// <summary>Says what was done, as Write-Host does: shown unless the caller turns it off.</summary>
    public void Say(string line) => command.WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST"]);

    public void Verbose(string message)
    {
        if (isDebugBound)
            Write("Write-Verbose", message, "Verbose");
        else
            command.WriteVerbose(message);
    }

    public void Warning(string message)
    {
        if (isDebugBound)
            Write("Write-Warning", message, "WarningAction");
        else
            command.WriteWarning(message);
    }

    /// <summary>Tells the log of an answer; its warnings only of the last one to a request that is sent again, and each once: what
    /// is told before leave is asked for comes again with what is done.</summary>
    public void TellLog(JsonObject answer, bool isLast)
    {
        foreach (var line in answer.Objects("log"))
        {
            var message = line.Text("message") ?? "";
            switch (line.Text("level"))
            {
                case "warning" when isLast && warned.Add(message):
                    Warning(message);
                    break;
                case "verbose":
                    Verbose(message);
                    break;
                case "debug":
                    Debug(message);
                    break;
            }
        }
    }

    /// <summary>Tells how an answer came about.</summary>
    public void TellInfo(JsonObject info)
    {
        if (!info.Has("calls") || !WantsVerbose)
            return;
        Verbose($"Credentials: {info.Text("credentials_source")}");
        if (info.Text("profile") is { } profile)
            Verbose($"Profile: {profile}");
        Verbose($"Region: {info.Text("region")}");
        if (info.Text("endpoint") is { } endpoint)
            Verbose($"Endpoint: {endpoint}");
        Verbose(FormattableString.Invariant($"Calls: {info.Number("calls")}, in {info.Number("elapsed_ms")} ms"));
        if (info.Number("kept") > 0)
            Verbose(FormattableString.Invariant($"Logins from the cache: {info.Number("kept")}"));
    }

    private void Debug(string message)
    {
        if (isDebugBound)
            _ = command.InvokeCommand.InvokeScript(WriteDebugByCmdlet, true, PipelineResultTypes.None, null, message);
        else
            command.WriteDebug(message);
    }

    private void Write(string cmdlet, string message, string parameter)
    {
        var bound = new Dictionary<string, object>(StringComparer.Ordinal);
        if (command.MyInvocation.BoundParameters.TryGetValue(parameter, out var value))
            bound[parameter] = value;
        var script = WriteByCmdlet.Replace("{0}", cmdlet);
        _ = command.InvokeCommand.InvokeScript(script, false, PipelineResultTypes.None, null, message, bound);
    }

    private bool Wants(string stream)
    {
        if (command.MyInvocation.BoundParameters.TryGetValue(stream, out var bound))
            return bound is SwitchParameter { IsPresent: true };
        return command.GetVariableValue(stream + "Preference")?.ToString() is not (null or "SilentlyContinue" or "Ignore");
    }
}
