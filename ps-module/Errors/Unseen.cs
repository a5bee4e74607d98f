namespace EcrLogin.Errors;

/// <summary>
/// Characters that no screen shows: as the engine has them (rust/engine/base/unseen.rs), whatever .NET knows of them. What
/// this half alone dropped would put a secret together again that the engine has not found.
/// </summary>
internal static class Unseen
{
    private static readonly (int First, int Last)[] Ranges =
    [
        (0x00AD, 0x00AD),
        (0x034F, 0x034F),
        (0x0600, 0x0605),
        (0x061C, 0x061C),
        (0x06DD, 0x06DD),
        (0x070F, 0x070F),
        (0x0890, 0x0891),
        (0x08E2, 0x08E2),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x200B, 0x200F),
        (0x2028, 0x202E),
        (0x2060, 0x206F),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFFB),
        (0x110BD, 0x110BD),
        (0x110CD, 0x110CD),
        (0x13430, 0x1343F),
        (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A),
        (0xE0000, 0xE0FFF),
    ];

    /// <summary>Whether a code point is a control character, or invisible.</summary>
    public static bool Is(int code)
    {
        if (code is < ' ' or (>= 0x7F and <= 0x9F))
            return true;
        foreach (var (first, last) in Ranges)
        {
            if (code >= first && code <= last)
                return true;
        }
        return false;
    }
}
