using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using EcrLogin.Arguments;
using EcrLogin.Errors;

namespace EcrLogin.Remoting;

/// <summary>Another machine, that has a piped login: what PowerShell adds to objects that come from a session says so.</summary>
/// <param name="SessionId">The id of the session.</param>
/// <param name="Computer">The computer's name.</param>
internal sealed record OtherMachine(Guid SessionId, string Computer)
{
    /// <summary>The machine that has a piped login; null where that is this one.</summary>
    public static OtherMachine? Of(object?[]? piped)
    {
        // What has no client names a registry alone, wherever it comes from.
        if (piped is not [{ } login] || !Unwrapped.Has(login, "Tool") || Unwrapped.Text(Unwrapped.Named(login, "PSComputerName")) is not { } computer)
            return null;
        // So does a job that ran here say it.
        if (computer == "localhost" && Unwrapped.Named(login, "PSShowComputerName") is not true)
            return null;
        _ = Guid.TryParse(Unwrapped.Text(Unwrapped.Named(login, "RunspaceId")), out var session);
        return new OtherMachine(session, PlainText.OfValue(computer));
    }

    /// <summary>Those of some sessions that are with it: the one that brought the login, else all with its name.</summary>
    /// <exception cref="EcrLoginException">There is none.</exception>
    public PSSession[] SessionsIn(IReadOnlyCollection<PSSession>? sessions)
    {
        if (sessions is null)
            throw Elsewhere("Give its session by -Session.");
        PSSession[] own = [.. sessions.Where(session => session.InstanceId == SessionId)];
        if (own.Length == 0)
            own = [.. sessions.Where(session => string.Equals(session.ComputerName, Computer, StringComparison.OrdinalIgnoreCase))];
        return own.Length > 0 ? own : throw Elsewhere("None of the sessions is with it.");
    }

    /// <summary>The error of a command that looks on this machine alone.</summary>
    public EcrLoginException Elsewhere(string remedy) =>
        new("InvalidParameter", $"A piped login is one of {Computer}, not of this machine.", remedy);
}
