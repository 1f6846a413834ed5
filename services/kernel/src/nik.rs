//! The citizen's number.

use time::{Date, Month};

use crate::coded::Coded;
use crate::digits::{Digits, NotDigits};
use crate::masked::masked_debug;
use crate::sex::Sex;

/// Population number of a citizen (*NIK*, UU 24/2013): 16 digits, region 6, `DDMMYY` of birth with 40 added to the day
/// for women, serial 4. P2.
///
/// Never reissued, so region and date say what was true when it was given. Regions are split and renamed: their codes
/// are not checked. No `Display`: whoever shows it says so by [`expose`](Self::expose).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik(Digits<16>);

masked_debug!(Nik);

/// Why a text is not a NIK. Says the rule, never the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NikError {
    /// Not 16 digits.
    #[error("a NIK has 16 digits")]
    Length,
    /// Something that is neither `0-9` nor a separator.
    #[error("a NIK consists of the digits 0-9")]
    Digits,
    /// Digits 7-12 are no day of any year.
    #[error("digits 7 to 12 of a NIK are a birth date, DDMMYY, with 40 added to the day for women")]
    Date,
}

impl Coded for NikError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length => "NIK_LENGTH",
            Self::Digits => "NIK_DIGITS",
            Self::Date => "NIK_DATE",
        }
    }
}

impl Nik {
    /// Reads a NIK as typed: ASCII spaces, dots and dashes are dropped, everything else but `0-9` is refused.
    ///
    /// # Errors
    /// See [`NikError`]. For what a person types; an import keeps the row without its NIK instead.
    pub fn parse(input: &str) -> Result<Self, NikError> {
        let digits = Digits::parse(input).map_err(|problem| match problem {
            NotDigits::Foreign => NikError::Digits,
            NotDigits::Count => NikError::Length,
        })?;
        let nik = Self(digits);
        if nik.was_born_in(1900) || nik.was_born_in(2000) { Ok(nik) } else { Err(NikError::Date) }
    }

    /// The 16 digits: for encryption, blind index and comparison.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }

    /// Sex as encoded.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.0.number(6, 2) > 40 { Sex::Female } else { Sex::Male }
    }

    /// Whether the encoded day, month and last two digits of the year are those of `date`; a NIK has no century.
    #[must_use]
    pub fn agrees_with_birth_date(&self, date: Date) -> bool {
        self.day() == u32::from(date.day())
            && self.0.number(8, 2) == u32::from(u8::from(date.month()))
            && i32::try_from(self.0.number(10, 2)) == Ok(date.year() % 100)
    }

    fn day(&self) -> u32 {
        let day = self.0.number(6, 2);
        if day > 40 { day - 40 } else { day }
    }

    /// Whether the date exists in this century: 29 February 00 does in 2000, not in 1900.
    fn was_born_in(&self, century: i32) -> bool {
        let year = i32::try_from(self.0.number(10, 2)).map(|year| century + year);
        let month = u8::try_from(self.0.number(8, 2)).ok().and_then(|month| Month::try_from(month).ok());
        let (Ok(year), Some(month), Ok(day)) = (year, month, u8::try_from(self.day())) else {
            return false;
        };
        Date::from_calendar_date(year, month, day).is_ok()
    }
}
