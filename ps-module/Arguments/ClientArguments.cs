using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using EcrLogin.Engine;

namespace EcrLogin.Arguments;

/// <summary>What a command says about the container client.</summary>
internal sealed record ClientArguments
{
    public string? Tool { get; init; }

    public string? ToolPath { get; init; }

    public string? ConfigPath { get; init; }

    public string? ServerAddress { get; init; }

    public string? EndpointType { get; init; }

    /// <summary>How many seconds the client may take; null where nobody said.</summary>
    public double? TimeoutSec { get; init; }

    /// <summary>Whether other machines run the client, so that the paths are theirs.</summary>
    public bool IsRemote { get; init; }

    public void AddTo(Request request, SessionState session)
    {
        request["tool"] = Lower(Tool);
        request["tool_path"] = IsRemote ? ToolPath : FilePath.Full(session, ToolPath);
        request["config_path"] = IsRemote ? ConfigPath : FilePath.Full(session, ConfigPath);
        request["remote"] = IsRemote ? true : null;
        request["server_address"] = ServerAddress;
        request["tool_timeout_ms"] = TimeoutSec is { } seconds ? Seconds.ToMilliseconds(seconds) : null;
        request["endpoint_type"] = Lower(EndpointType) switch
        {
            "dualstack" => "dual_stack",
            var other => other,
        };
    }

    [SuppressMessage("Globalization", "CA1308", Justification = "The names of programs and of the engine's values are in lower case.")]
    public static string? Lower(string? name) => name?.ToLowerInvariant();
}
