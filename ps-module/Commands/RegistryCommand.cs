using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Engine;

namespace EcrLogin.Commands;

/// <summary>A command that gets tokens of registries, which may be piped.</summary>
public abstract class RegistryCommand : ConnectionCommand
{
    private readonly PipedRegistries<Connection> registries = new(new RegistryReader("RegistryId", "RegistryIds", "AccountId", "Account"));

    private protected RegistryCommand()
    {
    }

    /// <summary>The AWS account ids whose registries to get tokens for. Dashes are taken out, and leading zeros, which
    /// PowerShell drops from a list of bare numbers, are put back. Ids can be piped, and so can objects that have a property
    /// RegistryId, RegistryIds or AccountId.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RegistryIds", "AccountId", "ProxyEndpoint", "Registry")]
    public object[]? RegistryId { get; set; }

    private protected override void Collect() =>
        registries.Add(CurrentConnection(), RegistryId, isPiped: MyInvocation.ExpectingInput && !IsGiven(nameof(RegistryId)));

    private protected override void Finish() => AskEach(registries.Groups, AskFor);

    /// <summary>The request for a group, with what the command adds to it.</summary>
    private protected virtual Request RequestFor(RegistryGroup<Connection> group)
    {
        var request = NewRequest("tokens", group.Common);
        if (group.Names.Count > 0)
            request["registry_ids"] = group.Names;
        return request;
    }

    /// <summary>What the command gives for an entry of an answer.</summary>
    private protected abstract object Output(JsonObject token);

    private void AskFor(RegistryGroup<Connection> group, Outcome outcome)
    {
        var answer = Ask(RequestFor(group), group.Common.NetworkCredential);
        foreach (var token in answer.Objects("tokens"))
        {
            outcome.HasOutput = true;
            WriteObject(Output(token));
        }
        outcome.Add(answer);
    }
}
