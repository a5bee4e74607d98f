using EcrLogin.Engine;

namespace EcrLogin;

/// <summary>A registry that a container client was logged in to, or out of.</summary>
public sealed class Registry : RegistryResult
{
    internal Registry(JsonObject login)
        : base(login)
    {
    }
}
