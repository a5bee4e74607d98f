using System.Collections;
using System.Management.Automation;
using System.Security;
using EcrLogin.Arguments;

namespace EcrLogin.Remoting;

/// <summary>The values of what a machine gave, which can be anything: what is not of the kind that the block gives is refused.</summary>
internal sealed class Told(PSObject result)
{
    private const int LongestPath = 32767;
    private const int MostSaid = 65536;

    private readonly Hashtable values = Unwrapped.Value(result) as Hashtable ?? throw Odd();

    /// <summary>A text, as long as it may be.</summary>
    public string? Text(string name) => Of<string>(name);

    /// <summary>A path, or a text no longer than one.</summary>
    public string? Path(string name) => Of<string>(name) is { Length: > LongestPath } ? throw Odd() : Of<string>(name);

    /// <summary>A secret.</summary>
    public SecureString? Secret(string name) => Of<SecureString>(name);

    /// <summary>A whole number.</summary>
    public int? Number(string name) => Unwrapped.Value(values[name]) switch
    {
        null => null,
        int number => number,
        _ => throw Odd(),
    };

    /// <summary>The beginning of what a machine says: more is not looked at.</summary>
    public static string? Beginning(string? said) => said is { Length: > MostSaid } ? said.Substring(0, MostSaid) : said;

    /// <summary>The error for what is no result.</summary>
    public static EcrLoginException Odd() => new("RemoteFailed", "it gave what is no result.");

    private T? Of<T>(string name)
        where T : class => Unwrapped.Value(values[name]) switch
        {
            null => null,
            T value => value,
            _ => throw Odd(),
        };
}
