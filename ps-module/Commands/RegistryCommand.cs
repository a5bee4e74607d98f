using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Completion;
using EcrLogin.Engine;

namespace EcrLogin.Commands;

/// <summary>A command that gets tokens of registries, which may be piped.</summary>
public abstract class RegistryCommand : ConnectionCommand
{
    private readonly PipedRegistries<Connection> registries = new();

    private protected RegistryCommand()
    {
    }

    /// <summary>The registries to get tokens for: account ids, hosts, images, URLs with https://, oci:// or docker://, or
    /// repository ARNs. Of an account id, dashes are taken out, and leading zeros, which PowerShell drops from a list of bare
    /// numbers, are put back; text that is completed so brings a warning. All else settles account and Region by itself, and
    /// another -Region is an error. A host to which registries.json gives an account is a registry too. They can be piped, and so can objects that have a property RepositoryUri, ProxyEndpoint,
    /// Registry, RegistryId, RegistryIds or AccountId, of which the first counts; in a pipeline blank lines, and comments that
    /// start with #, are passed over.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RegistryIds", "AccountId", "ProxyEndpoint", "Registry")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public object[]? RegistryId { get; set; }

    private protected override void Collect()
    {
        if (IsGiven(nameof(RegistryId)))
            RequireConnection();
        registries.Add(CurrentConnection(), RegistryId, IsPiped(nameof(RegistryId)), IsList);
    }

    private protected override void Finish() => AskEach(registries.Groups, AskFor);

    /// <summary>The request for a group, with what the command adds to it.</summary>
    private protected virtual Request RequestFor(RegistryGroup<Connection> group)
    {
        var request = NewRequest("tokens", group.Common);
        SetNames(request, group.Names);
        return request;
    }

    /// <summary>What the command gives for an entry of an answer.</summary>
    private protected abstract object Output(JsonObject token);

    /// <summary>Puts out what an answer brought.</summary>
    private protected virtual void Write(IReadOnlyList<object> outputs, Connection connection) => WriteObject(outputs, enumerateCollection: true);

    private void AskFor(RegistryGroup<Connection> group, Outcome outcome)
    {
        var answer = Ask(RequestFor(group), group.Common.NetworkCredential);
        object[] outputs = [.. answer.Objects("tokens").Select(Output)];
        outcome.HasOutput |= outputs.Length > 0;
        Write(outputs, group.Common);
        outcome.Add(answer);
    }
}
