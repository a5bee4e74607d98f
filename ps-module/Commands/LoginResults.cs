using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Engine;
using EcrLogin.Remoting;

namespace EcrLogin.Commands;

/// <summary>Tells what was done with the logins of a container client: by objects, or in a client's own words.</summary>
internal sealed class LoginResults(PSCmdlet command, Messages messages, bool asObjects)
{
    // More lines than this say less than one.
    private const int MostLines = 20;

    private readonly List<Login> done = [];

    /// <summary>Takes the logins of an answer. Objects go out at once.</summary>
    public void Add(JsonObject answer, Outcome outcome)
    {
        AddLogins(answer, outcome);
        outcome.Add(answer);
    }

    /// <summary>Takes the logins of an answer alone, which may be those of another machine.</summary>
    public void AddLogins(JsonObject answer, Outcome outcome, Machine? machine = null)
    {
        foreach (var login in answer.Objects("logins"))
        {
            outcome.HasOutput = true;
            if (asObjects)
                command.WriteObject(machine is null ? new Registry(login) : machine.Mark(new Registry(login)));
            else
                done.Add(new Login(login, machine?.Name));
        }
    }

    /// <summary>Writes a line for each login, or of many a line for each kind and the rest to who wants it.</summary>
    public void Tell()
    {
        if (done.Count <= MostLines)
        {
            done.ForEach(login => messages.Say(login.Line(login.Host)));
            return;
        }
        done.ForEach(login => messages.Verbose(login.Line(login.Host)));
        foreach (var kind in done.GroupBy(static login => (login.Said, login.Tool)))
        {
            var first = kind.OrderBy(static login => login.End).First();
            var count = kind.Count();
            messages.Say(first.Line(count == 1 ? first.Host : Count(kind)));
        }
    }

    private static string Count(IEnumerable<Login> logins)
    {
        var hosts = Count(logins.Select(static login => login.Registry), "registry", "registries");
        var machines = Count(logins.Select(static login => login.Machine).OfType<string>(), "machine", "machines");
        return machines is null ? hosts! : $"{hosts} on {machines}";
    }

    private static string? Count(IEnumerable<string> names, string one, string many) => names.Distinct(StringComparer.Ordinal).Count() switch
    {
        0 => null,
        1 => $"1 {one}",
        var count => FormattableString.Invariant($"{count} {many}"),
    };

    private sealed class Login(JsonObject login, string? machine)
    {
        public string Registry { get; } = login.Text("registry") ?? "";

        public string? Machine { get; } = machine;

        public string Host => Machine is null ? Registry : $"{Registry} on {Machine}";

        public string? Tool { get; } = login.Text("tool");

        public DateTime? End { get; } = EpochTime.ToLocal(login.Number("expires_at"));

        public string Said { get; } = login.Text("status") switch
        {
            "Succeeded" => "Login Succeeded",
            "NotNeeded" => "Login not needed",
            "Removed" => "Logout Succeeded",
            // Whether there was one, the client did not say.
            "Unknown" => "Logged out",
            "NotFound" => "Not logged in",
            var other => other ?? "",
        };

        public string Line(string what)
        {
            var until = End is { } end ? ", until " + end.ToString("HH:mm", CultureInfo.InvariantCulture) : "";
            return $"{Said}: {what} ({Tool}{until})";
        }
    }
}
