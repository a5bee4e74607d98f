using System;

namespace EcrLogin.Arguments;

/// <summary>Times given in seconds.</summary>
internal static class Seconds
{
    /// <summary>The most that a parameter takes, which as milliseconds is the most that 31 bits hold.</summary>
    public const double Most = 2147483;

    /// <summary>As milliseconds; rounded up, since 0 stands for no limit.</summary>
    public static object ToMilliseconds(double seconds) => (long)Math.Ceiling(seconds * 1000);
}
