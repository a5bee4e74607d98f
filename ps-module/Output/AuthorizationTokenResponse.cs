using System.Collections.Generic;

namespace EcrLogin;

/// <summary>The whole answer to a call, as -Select * gives it.</summary>
public sealed class AuthorizationTokenResponse
{
    internal AuthorizationTokenResponse(string? requestId, IReadOnlyList<object> data)
    {
        RequestId = requestId;
        AuthorizationData = data;
    }

    /// <summary>The tokens, one for each registry; one call answers for ten at most.</summary>
    public IReadOnlyList<object> AuthorizationData { get; }

    /// <summary>The id of the call, which AWS's support asks for.</summary>
    public string? RequestId { get; }

    /// <summary>The status of the answer; what is not 200 is an error.</summary>
    public int HttpStatusCode { get; } = 200;
}
