//! What requests have in common besides the chassis' rules.

/// The longest opaque text (browser, device) that the gateway sends along.
const OPAQUE: usize = 256;

/// What names a browser: 1 to 256 bytes.
pub(super) fn browser_fits(text: &str) -> bool {
    (1..=OPAQUE).contains(&text.len())
}
