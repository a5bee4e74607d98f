using System.Security;

namespace EcrLogin.Arguments;

/// <summary>Secrets given as text or as SecureStrings.</summary>
internal static class SecretValue
{
    /// <summary>The secret as a request takes it; null where it is null or empty.</summary>
    public static object? Of(object? value, string place)
    {
        switch (Unwrapped.Value(value))
        {
            case null or string { Length: 0 } or SecureString { Length: 0 }:
                return null;
            case string or SecureString:
                return Unwrapped.Value(value);
            default:
                // The type alone: the value may be the secret in a form that nobody expects.
                throw new EcrLoginException("InvalidSecretType", $"{place} is of type {Unwrapped.TypeName(value!)}.", "Give a string or a SecureString.");
        }
    }
}
