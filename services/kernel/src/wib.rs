//! The time of western Indonesia, which the campaign's days and papers go by.

use time::{OffsetDateTime, UtcOffset, macros::offset};

/// *Waktu Indonesia Barat*, Asia/Jakarta: seven hours ahead of UTC since 1964, without summer time.
pub const WIB: UtcOffset = offset!(+7);

/// An instant as the registration card shows it: `dd-MM-yyyy HH:mm WIB`.
///
/// # Panics
/// In the last seven hours of the year 9999.
#[must_use]
pub fn format_card_time(instant: OffsetDateTime) -> String {
    let local = instant.to_offset(WIB);
    format!(
        "{:02}-{:02}-{:04} {:02}:{:02} WIB",
        local.day(),
        u8::from(local.month()),
        local.year(),
        local.hour(),
        local.minute()
    )
}
