using System;

namespace EcrLogin.Engine;

/// <summary>Times of an answer, which are seconds since 1970.</summary>
internal static class EpochTime
{
    /// <summary>As a local time; null where there is none, or none that .NET has.</summary>
    public static DateTime? ToLocal(double? seconds)
    {
        // To the millisecond, as far as any service tells it.
        var milliseconds = Math.Round(seconds * 1000 ?? double.NaN);
        return milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).LocalDateTime
            : null;
    }
}
