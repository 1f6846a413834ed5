//! Dates as people here write them: `22 November 2026 pukul 08.00 WIB`.

use kernel::WIB;
use prost_types::Timestamp;
use time::OffsetDateTime;

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
pub(crate) fn written(instant: OffsetDateTime) -> String {
    let local = instant.to_offset(WIB);
    let month = MONTHS[usize::from(u8::from(local.month())) - 1];
    format!("{} {month} {} pukul {:02}.{:02} WIB", local.day(), local.year(), local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_in_western_indonesian_time() {
        let new_year = Timestamp { seconds: 1_798_736_400, nanos: 0 };
        assert_eq!(written(instant(Some(new_year)).unwrap()), "1 Januari 2027 pukul 00.00 WIB");
    }
}
