using System.Collections.Generic;

namespace EcrLogin;

/// <summary>The whole answer to a call, as -Select * gives it.</summary>
public sealed class AuthorizationTokenResponse
{
    internal AuthorizationTokenResponse(IReadOnlyList<object> data) => AuthorizationData = data;

    /// <summary>The tokens, one for each registry.</summary>
    public IReadOnlyList<object> AuthorizationData { get; }
}
