using System.Collections.Generic;

namespace EcrLogin.Errors;

/// <summary>An error as the engine tells it, or one of this module in the same form.</summary>
internal sealed record Failure(string Code, string Message, string? Hint = null)
{
    /// <summary>The code that the service gave.</summary>
    public string? AwsCode { get; init; }

    /// <summary>The id under which AWS knows the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The status of the service's answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool Retryable { get; init; }

    /// <summary>What the message speaks of, piece by piece: files, profiles, names.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];
}
