using System.Management.Automation;
using EcrLogin.Engine;

namespace EcrLogin.Commands;

/// <summary>Tells what was done with the logins of a container client.</summary>
internal static class LoginResults
{
    /// <summary>An object for each login where the caller wants them, else a line in a client's own words.</summary>
    public static void Write(PSCmdlet command, JsonObject answer, bool asObjects, Outcome outcome)
    {
        foreach (var login in answer.Objects("logins"))
        {
            outcome.HasOutput = true;
            if (asObjects)
                command.WriteObject(new Registry(login));
            else
                command.WriteInformation(Line(login), []);
        }
        outcome.Add(answer);
    }

    private static string Line(JsonObject login)
    {
        var said = login.Text("status") switch
        {
            "Succeeded" => "Login Succeeded",
            "NotNeeded" => "Login not needed",
            "Removed" => "Logout Succeeded",
            "NotFound" => "Not logged in",
            var other => other,
        };
        return $"{said}: {login.Text("registry")}";
    }
}
