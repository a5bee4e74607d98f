using System.Management.Automation;

namespace EcrLogin.Output;

/// <summary>Objects as they go to the pipeline.</summary>
internal static class Shown
{
    private static readonly PSMemberSet loginMembers = Standard("Username", "ProxyEndpoint", "Endpoint", "ExpiresAt");
    private static readonly PSMemberSet tokenMembers = Standard("ProxyEndpoint", "ExpiresAt");

    public static PSObject Of(LoginCommand login) => With(login, loginMembers);

    public static PSObject Of(AuthorizationData token) => With(token, tokenMembers);

    // Where no view is asked, as inside another object, these properties are shown and the secrets are not.
    private static PSMemberSet Standard(params string[] properties) =>
        new("PSStandardMembers", [new PSPropertySet("DefaultDisplayPropertySet", properties)]);

    private static PSObject With(object value, PSMemberSet members)
    {
        var shown = new PSObject(value);
        shown.Members.Add(members);
        return shown;
    }
}
