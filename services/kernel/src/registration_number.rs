//! What an employee signs in with.

use std::fmt;

use crate::coded::Coded;
use crate::permutation::{NumberKey, Permutation, SequenceExhausted};

/// Registration number (*nomor register*): 8 characters out of `2-9 A-Z` without I and O. P0: it is not a secret.
///
/// Seven characters are a keyed permutation of a sequence, so that numbers neither collide nor tell how many there are
/// or which come next. The eighth is a check character: any single wrong character and any two exchanged ones are
/// noticed.
///
/// The check: read the characters as elements of GF(32) and the number as a polynomial; it is zero at a generator of
/// the field (a Reed-Solomon code with one check symbol). That is a sum with a different non-zero weight for each
/// place: a wrong character changes it by weight times difference, an exchange by difference of weights times
/// difference of characters, and neither product is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistrationNumber([u8; LENGTH]);

const LENGTH: usize = 8;

/// The value of a symbol is its place here. Without 0, 1, I and O, which people confuse.
const SYMBOLS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Bits of a symbol.
const SYMBOL_BITS: u32 = 5;

/// Bits of the permuted sequence: seven symbols.
const SEQUENCE_BITS: u32 = 35;

/// Why a text is not a registration number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationNumberError {
    /// Not 8 characters.
    #[error("a registration number has 8 characters")]
    Length,
    /// A character that no registration number contains.
    #[error("a registration number consists of 2-9 and A-Z without I and O")]
    Symbol,
    /// Mistyped: the check character does not fit.
    #[error("the check character of the registration number does not fit: a character is wrong or two are exchanged")]
    Check,
}

impl Coded for RegistrationNumberError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length => "REGISTRATION_NUMBER_LENGTH",
            Self::Symbol => "REGISTRATION_NUMBER_SYMBOL",
            Self::Check => "REGISTRATION_NUMBER_CHECK",
        }
    }
}

impl RegistrationNumber {
    /// How many numbers there are: sequences run from 0 to one less.
    pub const COUNT: u64 = 1 << SEQUENCE_BITS;

    /// The number of a sequence. Different sequences give different numbers under one key.
    ///
    /// # Errors
    /// [`SequenceExhausted`] from [`COUNT`](Self::COUNT) on.
    pub fn from_sequence(sequence: u64, key: &NumberKey) -> Result<Self, SequenceExhausted> {
        if sequence >= Self::COUNT {
            return Err(SequenceExhausted);
        }
        let mut rest = Permutation::new(key, "registration number", SEQUENCE_BITS).apply(sequence);
        let mut values = [0; LENGTH];
        for value in values[..LENGTH - 1].iter_mut().rev() {
            *value = (rest % 32) as u8;
            rest >>= SYMBOL_BITS;
        }
        // With a zero in the check's place, whose weight is 1, the remainder is what makes the sum zero.
        values[LENGTH - 1] = remainder(&values);
        Ok(Self(values.map(|value| SYMBOLS[usize::from(value)])))
    }

    /// Reads a number as typed: in any case, ASCII spaces and dashes dropped.
    ///
    /// # Errors
    /// See [`RegistrationNumberError`]; foreign characters are named before a wrong length.
    pub fn parse(input: &str) -> Result<Self, RegistrationNumberError> {
        let mut symbols = [0; LENGTH];
        let mut values = [0; LENGTH];
        let mut count = 0;
        for byte in input.bytes().filter(|byte| !matches!(byte, b' ' | b'-')) {
            let symbol = byte.to_ascii_uppercase();
            let value = SYMBOLS.iter().position(|known| *known == symbol).ok_or(RegistrationNumberError::Symbol)?;
            if count < LENGTH {
                symbols[count] = symbol;
                values[count] = value as u8;
            }
            count += 1;
        }
        if count != LENGTH {
            return Err(RegistrationNumberError::Length);
        }
        if remainder(&values) != 0 {
            return Err(RegistrationNumberError::Check);
        }
        Ok(Self(symbols))
    }

    /// The canonical 8 characters, upper case without separators.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the symbols are ASCII")
    }
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The polynomial with these coefficients at the generator, by Horner's rule; the last place has weight 1.
fn remainder(values: &[u8; LENGTH]) -> u8 {
    values.iter().fold(0, |sum, value| times_generator(sum) ^ value)
}

/// Multiplies by x in GF(32) = GF(2)\[x\] / (x^5 + x^2 + 1), where x generates all 31 non-zero elements.
fn times_generator(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled >= 32 { doubled ^ 0b10_0101 } else { doubled }
}
