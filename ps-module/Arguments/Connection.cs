using System.Management.Automation;

namespace EcrLogin.Arguments;

/// <summary>Who asks, and where: what a record of the pipeline may say for itself, and null where it says nothing. Records of one connection are asked together.</summary>
internal sealed record Connection
{
    /// <summary>Names of regions, one a line.</summary>
    public string? Regions { get; init; }

    public string? ProfileName { get; init; }

    public string? ProfileLocation { get; init; }

    public string? AccessKey { get; init; }

    public object? SecretKey { get; init; }

    public object? SessionToken { get; init; }

    public object? Credential { get; init; }

    public PSCredential? NetworkCredential { get; init; }

    public string? EndpointUrl { get; init; }

    /// <summary>Says nothing of what it holds: some of it is secret.</summary>
    public override string ToString() => nameof(Connection);
}
