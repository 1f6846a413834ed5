//! The employee number.

use time::{Date, Month};

use crate::coded::Coded;
use crate::digits::{Digits, NotDigits};
use crate::masked::masked_debug;
use crate::sex::Sex;

/// Employee number of a civil servant (*NIP*, since 2007): 18 digits `YYYYMMDD YYYYMM S NNN`. P1.
///
/// Birth date, month of appointment as a candidate (*TMT CPNS*), sex, sequence among those who share the rest.
/// No `Display`: whoever shows it says so by [`expose`](Self::expose).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nip(Digits<18>);

masked_debug!(Nip);

/// Why a text is not a NIP. Says the rule, never the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NipError {
    /// Not 18 digits.
    #[error("a NIP has 18 digits")]
    Length,
    /// Something that is neither `0-9` nor a separator.
    #[error("a NIP consists of the digits 0-9")]
    Digits,
    /// Digits 1-8 are no day of the years 1900 to 2099.
    #[error("the first eight digits of a NIP are a birth date, YYYYMMDD")]
    BirthDate,
    /// Digits 9-14 are no month of the years 1900 to 2099.
    #[error("digits 9 to 14 of a NIP are a month, YYYYMM")]
    TmtCpns,
    /// Digit 15 is neither 1 nor 2.
    #[error("digit 15 of a NIP is 1 or 2")]
    Sex,
    /// Digits 16-18 are 000.
    #[error("the last three digits of a NIP count from 001")]
    Sequence,
}

impl Coded for NipError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length => "NIP_LENGTH",
            Self::Digits => "NIP_DIGITS",
            Self::BirthDate => "NIP_BIRTH_DATE",
            Self::TmtCpns => "NIP_TMT_CPNS",
            Self::Sex => "NIP_SEX",
            Self::Sequence => "NIP_SEQUENCE",
        }
    }
}

impl Nip {
    /// Reads a NIP as typed: ASCII spaces, dots and dashes are dropped, everything else but `0-9` is refused.
    ///
    /// # Errors
    /// The first hard rule that it breaks, in the order of [`NipError`]. What is merely unlikely (17 years old at
    /// appointment) is a [`Flag`](crate::Flag), not an error.
    pub fn parse(input: &str) -> Result<Self, NipError> {
        let digits = Digits::parse(input).map_err(|problem| match problem {
            NotDigits::Foreign => NipError::Digits,
            NotDigits::Count => NipError::Length,
        })?;
        birth_date(&digits).ok_or(NipError::BirthDate)?;
        tmt_cpns(&digits).ok_or(NipError::TmtCpns)?;
        sex(&digits).ok_or(NipError::Sex)?;
        if digits.number(15, 3) == 0 {
            return Err(NipError::Sequence);
        }
        Ok(Self(digits))
    }

    /// The 18 digits: for stores, and for pages of those who may see it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }

    /// Birth date as encoded; the master data may differ.
    #[must_use]
    pub fn birth_date(&self) -> Date {
        birth_date(&self.0).expect("parse has read it")
    }

    /// Year and month of the appointment as a candidate (*TMT CPNS*), which is always the first of a month.
    #[must_use]
    pub fn tmt_cpns(&self) -> (i32, Month) {
        tmt_cpns(&self.0).expect("parse has read it")
    }

    /// Sex as encoded; the master data may differ.
    #[must_use]
    pub fn sex(&self) -> Sex {
        sex(&self.0).expect("parse has read it")
    }

    /// 1 to 999, among those with the same birth date, month and sex.
    #[must_use]
    pub fn sequence(&self) -> u16 {
        u16::try_from(self.0.number(15, 3)).expect("three digits")
    }
}

fn birth_date(digits: &Digits<18>) -> Option<Date> {
    let day = u8::try_from(digits.number(6, 2)).ok()?;
    Date::from_calendar_date(year(digits, 0)?, month(digits, 4)?, day).ok()
}

fn tmt_cpns(digits: &Digits<18>) -> Option<(i32, Month)> {
    Some((year(digits, 8)?, month(digits, 12)?))
}

fn sex(digits: &Digits<18>) -> Option<Sex> {
    match digits.number(14, 1) {
        1 => Some(Sex::Male),
        2 => Some(Sex::Female),
        _ => None,
    }
}

/// Years beyond these two centuries are typing errors, not people.
fn year(digits: &Digits<18>, start: usize) -> Option<i32> {
    i32::try_from(digits.number(start, 4)).ok().filter(|year| (1900..=2099).contains(year))
}

fn month(digits: &Digits<18>, start: usize) -> Option<Month> {
    u8::try_from(digits.number(start, 2)).ok()?.try_into().ok()
}
