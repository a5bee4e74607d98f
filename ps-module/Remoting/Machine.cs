using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using EcrLogin.Errors;

namespace EcrLogin.Remoting;

/// <summary>A machine behind a session. Two sessions may bear the name of one: the id of the session tells them apart.</summary>
internal sealed class Machine(PSSession session)
{
    public string Name { get; } = PlainText.OfValue(session.ComputerName);

    public Guid Id { get; } = session.InstanceId;

    public Runspace Runspace { get; } = session.Runspace;

    /// <summary>An object with what PowerShell adds to those that come from a session.</summary>
    public PSObject Mark(object output)
    {
        var marked = PSObject.AsPSObject(output);
        marked.Properties.Add(new PSNoteProperty("PSComputerName", Name));
        marked.Properties.Add(new PSNoteProperty("RunspaceId", Id));
        marked.Properties.Add(new PSNoteProperty("PSShowComputerName", true));
        return marked;
    }

    /// <summary>An error that says of which session it is.</summary>
    public EcrLoginException Mark(EcrLoginException error)
    {
        error.Data["PSComputerName"] = Name;
        error.Data["RunspaceId"] = Id;
        return error;
    }
}
