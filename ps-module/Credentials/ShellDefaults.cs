using System;
using EcrLogin.Arguments;

namespace EcrLogin.Credentials;

/// <summary>What the caller's variables say, as AWS Tools or the user set them in a scope that the caller sees.</summary>
internal sealed class ShellDefaults(Func<string, object?> variable)
{
    /// <summary>The region of $StoredAWSRegion, if it names one.</summary>
    public string? Region => RegionName.Of(variable("StoredAWSRegion"), "$StoredAWSRegion");

    /// <summary>$StoredAWSCredentials; null where it holds nothing but blanks too.</summary>
    public object? Credentials =>
        variable("StoredAWSCredentials") is { } stored && !(Unwrapped.Value(stored) is string text && string.IsNullOrWhiteSpace(text))
            ? stored
            : null;

    /// <summary>Whether $ECRUseCachePreference asks to keep logins.</summary>
    public bool UseCache => Unwrapped.Value(variable("ECRUseCachePreference")) is true;
}
