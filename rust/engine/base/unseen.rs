//! Characters that no screen shows.

/// Unicode 16's category Cf, its separators of lines and paragraphs, and what it has screens ignore. A module of
/// PowerShell drops such characters too: the table of `ps-module/Errors/Unseen.cs` is the same, for what it alone dropped
/// would put a secret together again that nobody has found here.
const RANGES: &[(u32, u32)] = &[
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

/// Whether no screen shows a character: control characters, and what is invisible.
pub fn is_unseen(c: char) -> bool {
    let code = u32::from(c);
    c.is_control() || code >= RANGES[0].0 && RANGES.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_invisible_is_unseen_and_what_people_write_is_not() {
        for c in
            "\0\u{1b}\u{7f}\u{9f}\u{ad}\u{61c}\u{180e}\u{200b}\u{202e}\u{2028}\u{fe0f}\u{feff}\u{fff9}\u{e0041}".chars()
        {
            assert!(is_unseen(c), "{c:?}");
        }
        for c in " azAZ09~\u{a0}\u{e4}\u{5d0}\u{627}\u{ac00}\u{4e2d}\u{fffd}\u{1f600}".chars() {
            assert!(!is_unseen(c), "{c:?}");
        }
    }
}
