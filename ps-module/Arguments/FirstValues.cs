using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace EcrLogin.Arguments;

/// <summary>
/// The values of Connect-ECRRegistry without a name: an access key and its secret key, or registries. They are not repeated
/// in an error, since either may be the secret.
/// </summary>
internal sealed class FirstValues
{
    public FirstValues(object? accessKey, object? secretKey, bool isGiven, bool hasRegistries)
    {
        if (!isGiven)
            return;
        var areLikeRegistries = Texts(accessKey).All(RegistryName.IsLike);
        AreRegistries = secretKey is null && areLikeRegistries && !hasRegistries;
        if (AreRegistries || (Unwrapped.Value(accessKey) is string && !areLikeRegistries && secretKey is not null))
            return;
        throw new EcrLoginException(
            "InvalidParameter",
            "The values without a name are neither registries of ECR nor an access key and its secret key.",
            "A registry is an account id, a host or an image of ECR; beside keys it is named with -RegistryId, and keys with -AccessKey and -SecretKey.");
    }

    /// <summary>Whether they are registries.</summary>
    public bool AreRegistries { get; }

    private static IEnumerable<string> Texts(object? value)
    {
        if (Unwrapped.Items(value) is { } items)
            return items.Cast<object?>().SelectMany(Texts);
        return [value is PSObject ? value.ToString()! : System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""];
    }
}
