//! Identifiers made of decimal digits, as people type and paste them.

/// Why a text is not a run of `N` digits.
pub(crate) enum NotDigits {
    /// Something other than `0-9` and the separators.
    Foreign,
    /// Digits only, but not `N` of them.
    Count,
}

/// Exactly `N` ASCII digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Digits<const N: usize>([u8; N]);

impl<const N: usize> Digits<N> {
    /// Reads `N` digits. ASCII spaces, dots and dashes are dropped wherever they stand, because people group digits by
    /// them; nothing else is: a digit of another script is foreign, not translated.
    pub(crate) fn parse(input: &str) -> Result<Self, NotDigits> {
        let mut digits = [b'0'; N];
        let mut count = 0;
        for byte in input.bytes() {
            match byte {
                b' ' | b'.' | b'-' => {}
                b'0'..=b'9' => {
                    if let Some(place) = digits.get_mut(count) {
                        *place = byte;
                    }
                    count += 1;
                }
                _ => return Err(NotDigits::Foreign),
            }
        }
        if count == N { Ok(Self(digits)) } else { Err(NotDigits::Count) }
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("ASCII digits are UTF-8")
    }

    /// The number that `len` digits from `start` spell; at most 9 digits, so that it fits.
    pub(crate) fn number(&self, start: usize, len: usize) -> u32 {
        self.0[start..start + len].iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    }
}
