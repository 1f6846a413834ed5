//! What messages of several owners carry: instants, stages, who did something, and who was shown whose data.

mod person;
mod stage;
mod viewed;

use prost_types::Timestamp;
use time::OffsetDateTime;

pub use self::{
    person::{AreaError, caller, jurisdiction, jurisdiction_of, role, role_of},
    stage::{stage, stage_of},
    viewed::Viewed,
};

/// An instant on the wire.
#[must_use]
pub fn timestamp(at: OffsetDateTime) -> Timestamp {
    Timestamp { seconds: at.unix_timestamp(), nanos: i32::try_from(at.nanosecond()).unwrap_or(0) }
}

/// The instant that a message means; `None` outside of the years that we count.
#[must_use]
pub fn instant(at: &Timestamp) -> Option<OffsetDateTime> {
    let nanos = u32::try_from(at.nanos).ok()?;
    OffsetDateTime::from_unix_timestamp(at.seconds).ok()?.replace_nanosecond(nanos).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_survives_the_wire() {
        let at = OffsetDateTime::from_unix_timestamp_nanos(1_700_000_000_123_456_789).unwrap();
        assert_eq!(instant(&timestamp(at)), Some(at));
    }

    #[test]
    fn what_is_no_instant_is_none() {
        assert_eq!(instant(&Timestamp { seconds: i64::MAX, nanos: 0 }), None);
        assert_eq!(instant(&Timestamp { seconds: 0, nanos: -1 }), None);
    }
}
