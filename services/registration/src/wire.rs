//! Instants as messages carry them.

use prost_types::Timestamp;
use time::OffsetDateTime;

/// An instant on the wire.
pub(crate) fn timestamp(at: OffsetDateTime) -> Timestamp {
    Timestamp { seconds: at.unix_timestamp(), nanos: i32::try_from(at.nanosecond()).unwrap_or(0) }
}

/// The instant that a message means; `None` outside of the years that we count.
pub(crate) fn instant(at: &Timestamp) -> Option<OffsetDateTime> {
    let nanos = u32::try_from(at.nanos).ok()?;
    OffsetDateTime::from_unix_timestamp(at.seconds).ok()?.replace_nanosecond(nanos).ok()
}
