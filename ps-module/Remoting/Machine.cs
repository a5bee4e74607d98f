using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using EcrLogin.Errors;

namespace EcrLogin.Remoting;

/// <summary>A machine behind a session.</summary>
/// <param name="session">The session.</param>
/// <param name="label">What tells it apart from the others of a command.</param>
internal sealed class Machine(PSSession session, string label)
{
    private readonly string computer = PlainText.OfValue(session.ComputerName);
    private readonly string sessionName = PlainText.OfValue(session.Name);

    public string Name { get; } = PlainText.OfValue(label);

    public Guid Id { get; } = session.InstanceId;

    public Runspace Runspace { get; } = session.Runspace;

    /// <summary>The machines of sessions, each session once. Where sessions share a computer's name, as with two ports of one
    /// host, those of the sessions tell them apart, and where they share these too, their ids.</summary>
    public static IReadOnlyList<Machine> Of(IEnumerable<PSSession> sessions)
    {
        PSSession[] all = [.. sessions.GroupBy(static session => session.InstanceId).Select(static same => same.First())];
        return [.. all.Select(session => new Machine(session, LabelOf(session, all)))];
    }

    /// <summary>An object with what PowerShell adds to those that come from a session.</summary>
    public PSObject Mark(object output)
    {
        var marked = PSObject.AsPSObject(output);
        marked.Properties.Add(new PSNoteProperty("PSComputerName", computer));
        marked.Properties.Add(new PSNoteProperty("RunspaceId", Id));
        marked.Properties.Add(new PSNoteProperty("PSShowComputerName", true));
        return marked;
    }

    /// <summary>An error that says of which session it is.</summary>
    public EcrLoginException Mark(EcrLoginException error)
    {
        error.Data["PSComputerName"] = computer;
        error.Data["PSSessionName"] = sessionName;
        error.Data["RunspaceId"] = Id;
        return error;
    }

    private static string LabelOf(PSSession session, IReadOnlyCollection<PSSession> all)
    {
        PSSession[] ofComputer = [.. all.Where(other => other.ComputerName == session.ComputerName)];
        if (ofComputer.Length == 1)
            return session.ComputerName;
        var isNamed = ofComputer.Count(other => other.Name == session.Name) == 1;
        return $"{session.ComputerName} ({(isNamed ? session.Name : session.InstanceId)})";
    }
}
