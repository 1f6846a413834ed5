//! Dates as people write them: `22 November 2026 pukul 08.00 WIB`, `22 November 2026, 08:00 WIB`.

use kernel::WIB;
use prost_types::Timestamp;
use time::{Date, OffsetDateTime};

use crate::language::Language;

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

/// An instant of the contract; `None` for absent or impossible.
#[must_use]
pub(crate) fn instant(timestamp: Option<Timestamp>) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(timestamp?.seconds).ok()
}

/// The instant in Western Indonesian Time, to the minute.
#[must_use]
pub(crate) fn written(instant: OffsetDateTime, language: Language) -> String {
    let local = instant.to_offset(WIB);
    let (day, year, hour, minute) = (local.day(), local.year(), local.hour(), local.minute());
    match language {
        Language::Indonesian => {
            let month = MONTHS[usize::from(u8::from(local.month())) - 1];
            format!("{day} {month} {year} pukul {hour:02}.{minute:02} WIB")
        }
        Language::English => format!("{day} {} {year}, {hour:02}:{minute:02} WIB", local.month()),
    }
}

/// A day with its month in letters.
#[must_use]
pub(crate) fn day(day: Date, language: Language) -> String {
    let month = MONTHS[usize::from(u8::from(day.month())) - 1];
    format!("{} {} {}", day.day(), language.choose(month.to_owned(), day.month().to_string()), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_in_western_indonesian_time() {
        let new_year = Timestamp { seconds: 1_798_736_400, nanos: 0 };
        let at = instant(Some(new_year)).unwrap();
        assert_eq!(written(at, Language::Indonesian), "1 Januari 2027 pukul 00.00 WIB");
        assert_eq!(written(at, Language::English), "1 January 2027, 00:00 WIB");
    }
}
