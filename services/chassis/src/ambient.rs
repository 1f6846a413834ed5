//! Time, ids and randomness: the one door through which they enter, so that tests can turn the clock.
#![allow(clippy::disallowed_methods, reason = "this module is the door that the ban points to")]

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use time::{Duration, OffsetDateTime, UtcOffset};
use uuid::Uuid;

/// A clock that every use case reads through its `App`.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Turned(Arc<AtomicI64>),
    Standing(OffsetDateTime, Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// The machine's clock, moved by what [`Clock::turn`] adds up to; for tests.
    #[must_use]
    pub fn turnable() -> Self {
        Self(Source::Turned(Arc::default()))
    }

    /// A clock that stands at an instant, and moves by what [`Clock::turn`] adds up to and by nothing else; for tests of what
    /// is said about a day, which must be the same on every day.
    #[must_use]
    pub fn standing(at: OffsetDateTime) -> Self {
        Self(Source::Standing(at.to_offset(UtcOffset::UTC), Arc::default()))
    }

    /// Now, in UTC, at the microsecond that Postgres keeps.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        let now = match &self.0 {
            Source::System => OffsetDateTime::now_utc(),
            Source::Turned(seconds) => OffsetDateTime::now_utc() + Duration::seconds(seconds.load(Ordering::Relaxed)),
            Source::Standing(at, seconds) => *at + Duration::seconds(seconds.load(Ordering::Relaxed)),
        };
        now.replace_microsecond(now.microsecond()).unwrap_or(now)
    }

    /// Moves a turnable or standing clock forward (or back); the system clock stays as it is.
    pub fn turn(&self, by: Duration) {
        if let Source::Turned(seconds) | Source::Standing(_, seconds) = &self.0 {
            seconds.fetch_add(by.whole_seconds(), Ordering::Relaxed);
        }
    }
}

/// A new id: UUIDv7, sorted by the time it was made, so that indexes grow at one end. Not a secret.
#[must_use]
pub fn new_id(clock: &Clock) -> Uuid {
    let now = clock.now();
    let seconds = u64::try_from(now.unix_timestamp()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, now.nanosecond()))
}

/// Bytes that nobody can guess, from the operating system.
///
/// # Panics
/// When the operating system has no randomness to give: nothing safe can go on then.
#[must_use]
pub fn secret_bytes<const N: usize>() -> [u8; N] {
    use rand::TryRng as _;
    let mut bytes = [0; N];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_it_is_turned() {
        let clock = Clock::standing(datetime!(2028-02-29 23:59:59 +7));
        let same = clock.clone();
        assert_eq!(clock.now().to_string(), "2028-02-29 16:59:59.0 +00:00:00");
        clock.turn(Duration::seconds(1));
        assert_eq!((clock.now(), same.now()), (datetime!(2028-03-01 00:00 +7), datetime!(2028-03-01 00:00 +7)));
    }
}
