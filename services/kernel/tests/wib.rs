use kernel::{WIB, format_card_time};
use proptest::prelude::*;
use time::{OffsetDateTime, macros::datetime};

#[test]
fn a_card_shows_jakarta_time_whatever_the_offset() {
    assert_eq!(format_card_time(datetime!(2026-01-02 03:04:59 UTC)), "02-01-2026 10:04 WIB");
    assert_eq!(format_card_time(datetime!(2025-12-31 17:00 UTC)), "01-01-2026 00:00 WIB");
    assert_eq!(format_card_time(datetime!(2026-01-01 01:30 +9)), "31-12-2025 23:30 WIB");
}

proptest! {
    #[test]
    fn there_is_no_25_13(seconds in 0..4_000_000_000i64) {
        let instant = OffsetDateTime::from_unix_timestamp(seconds).expect("a year below 2100");
        let shown = format_card_time(instant);
        let (hour, minute) = (&shown[11..13], &shown[14..16]);
        prop_assert!(hour < "24" && minute < "60", "{}", shown);
        prop_assert_eq!(hour.parse(), Ok(instant.to_offset(WIB).hour()));
    }
}
