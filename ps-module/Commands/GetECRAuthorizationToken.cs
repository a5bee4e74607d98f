using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Completion;
using EcrLogin.Engine;
using EcrLogin.Output;

namespace EcrLogin.Commands;

/// <summary>Gets authorization tokens of Amazon ECR registries as the API gives them.</summary>
/// <remarks>
/// <para>Asks Amazon ECR for authorization tokens, which are valid for 12 hours, and gives one object for each registry: the
/// token in base64, which decodes to 'user:password', its expiry and the endpoint.</para>
/// <para>It stands for 'aws ecr get-authorization-token', whose options --cli-input-json and --generate-cli-skeleton it has
/// too. To log in, use Connect-ECRRegistry, or Get-ECRLoginCommand for the decoded values.</para>
/// <para>When some registries fail, the others are still output, followed by the errors. When all fail, the error ends the
/// command.</para>
/// </remarks>
/// <example>
/// <code>Get-ECRAuthorizationToken</code>
/// <para>Gets the token of the default registry.</para>
/// </example>
/// <example>
/// <code>Get-ECRAuthorizationToken 111122223333,444455556666 -Region eu-west-1</code>
/// <para>Gets the tokens of two registries.</para>
/// </example>
/// <example>
/// <code>Get-ECRAuthorizationToken -Public</code>
/// <para>Gets the token of ECR Public. Beside the permission to get tokens it takes sts:GetServiceBearerToken.</para>
/// </example>
/// <example>
/// <code>Get-ECRAuthorizationToken | ConvertTo-Json | Set-Content token.json</code>
/// <para>Writes the token to a file, for a program that read the output of the AWS CLI. The file holds a secret: delete it
/// after use.</para>
/// </example>
/// <example>
/// <code>Get-ECRAuthorizationToken -CliInputJson '{"registryIds":["111122223333"]}'</code>
/// <para>Takes the ids from JSON as the AWS CLI does.</para>
/// </example>
/// <example>
/// <code>Get-ECRAuthorizationToken -Select AuthorizationData.ProxyEndpoint</code>
/// <para>Gets the endpoint alone, in the way of AWS Tools.</para>
/// </example>
/// <example>
/// <code>Get-ECRPAuthorizationToken</code>
/// <para>Gets the token of ECR Public, by the name that AWS Tools has for it.</para>
/// </example>
/// <example>
/// <code>Get-ECRAuthorizationToken -GenerateCliSkeleton input</code>
/// <para>Shows the JSON that -CliInputJson takes.</para>
/// </example>
/// <inputs type="System.String">Account ids, as text or numbers, hosts, images, or objects with RepositoryUri, ProxyEndpoint,
/// Registry, RegistryId, RegistryIds or AccountId.</inputs>
/// <outputs type="EcrLogin.AuthorizationData">One object for each registry, with AuthorizationToken, ExpiresAt and
/// ProxyEndpoint.</outputs>
/// <outputs type="EcrLogin.AuthorizationTokenResponse">With -Select *: AuthorizationData, which holds the objects above.</outputs>
/// <outputs type="System.String">JSON, with -GenerateCliSkeleton.</outputs>
/// <notes>
/// <para>AuthorizationToken holds a secret that opens your registries for 12 hours. The default view shortens it; whoever asks
/// for the property, with Format-List *, Select-Object, ConvertTo-Json or Export-Csv, gets it whole, by design, and a
/// transcript of such a session keeps it. So does the default view of an object that came back from a job or a remote session
/// to one that has not imported the module.</para>
/// <para>The token is base64 of 'AWS:password' and no password by itself. Who decodes it and runs docker login with
/// --password, as Command of Get-ECRLoginCommand does, puts the password on a command line; Connect-ECRRegistry does
/// not.</para>
/// <para>The AWS CLI's authorizationData, authorizationToken, expiresAt and proxyEndpoint are here one object each with
/// AuthorizationToken, ExpiresAt (a local time in place of seconds) and ProxyEndpoint.</para>
/// </notes>
/// <seealso href="https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRAuthorizationToken.md" />
/// <seealso>Get-ECRLoginCommand</seealso>
/// <seealso>Get-ECRLoginPassword</seealso>
/// <seealso>Connect-ECRRegistry</seealso>
/// <seealso>about_EcrLogin</seealso>
[Cmdlet(VerbsCommon.Get, "ECRAuthorizationToken", HelpUri = "https://github.com/ecrlogin/ecrlogin/blob/main/docs/commands/Get-ECRAuthorizationToken.md")]
[Alias(PublicName)]
[OutputType(typeof(AuthorizationData), typeof(AuthorizationTokenResponse), typeof(string))]
public sealed class GetECRAuthorizationToken : RegistryCommand
{
    private const string PublicName = "Get-ECRPAuthorizationToken";
    private const string FileScheme = "file://";

    private readonly Dictionary<Connection, List<object?>> values = [];
    private Selection? selection;

    /// <summary>The input as JSON, such as '{"registryIds":["111122223333"]}', or file:// and the path of a file that holds it.
    /// Values of parameters win over it.</summary>
    [Parameter]
    public string? CliInputJson { get; set; }

    /// <summary>Prints JSON instead of asking: 'input' for a sample of -CliInputJson, 'output' for a sample of what the API
    /// answers.</summary>
    [Parameter]
    [ValidateSet("input", "output")]
    public string? GenerateCliSkeleton { get; set; }

    /// <summary>What to put out, as with AWS Tools: * for the whole response, a path of its properties such as
    /// AuthorizationData.ProxyEndpoint, or ^ and the name of a parameter for the value of that. Without it, it is
    /// AuthorizationData.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SelectCompleter))]
    public string? Select { get; set; }

    private protected override bool IsPublicByName => IsCalled(PublicName);

    private protected override void Begin()
    {
        base.Begin();
        if (IsGiven(nameof(Select)))
            selection = Selection.Parse(Select, MyInvocation.MyCommand.Parameters.Values);
    }

    private protected override void Collect()
    {
        base.Collect();
        if (selection?.Parameter is not { } name)
            return;
        // Of this record: the next one may bring another.
        var connection = CurrentConnection();
        if (!values.TryGetValue(connection, out var known))
            values[connection] = known = [];
        known.Add(GetType().GetProperty(name)?.GetValue(this));
    }

    private protected override void Finish()
    {
        if (GenerateCliSkeleton is not { } kind)
        {
            base.Finish();
            return;
        }
        var request = NewRequest("skeleton");
        request["skeleton"] = kind.Equals("input", StringComparison.OrdinalIgnoreCase) ? "input" : "output";
        WriteObject(Ask(request).Text("text"));
    }

    private protected override Request RequestFor(RegistryGroup<Connection> group)
    {
        var request = base.RequestFor(group);
        request["include_token"] = true;
        if (IsGiven(nameof(CliInputJson)))
            request["cli_input_json"] = InFull(CliInputJson ?? "");
        return request;
    }

    private protected override object Output(JsonObject token) => Shown.Of(new AuthorizationData(token));

    private protected override void Write(IReadOnlyList<object> outputs, Connection connection)
    {
        if (selection is null)
            base.Write(outputs, connection);
        else if (selection.Parameter is not null)
            values[connection].ForEach(value => WriteObject(value, enumerateCollection: true));
        else
            WriteObject(Responses(outputs).SelectMany(selection.Of), enumerateCollection: true);
    }

    private static IEnumerable<AuthorizationTokenResponse> Responses(IReadOnlyList<object> outputs) =>
        outputs.GroupBy(static output => ((AuthorizationData)Unwrapped.Value(output)!).RequestId, StringComparer.Ordinal)
            .Select(static call => new AuthorizationTokenResponse(call.Key, [.. call]));

    // Only PowerShell knows its drives and its location.
    private string InFull(string input) => input.StartsWith(FileScheme, StringComparison.Ordinal) && input.Length > FileScheme.Length
        ? FileScheme + FilePath.Full(SessionState, input.Substring(FileScheme.Length))
        : input;
}
