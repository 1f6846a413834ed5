//! Rotation of refresh tokens: a family of generations, of which one is good, one is forgiven for a moment, and any older
//! one proves that somebody has a copy.

use time::{Duration, OffsetDateTime};

/// How long the token just replaced still answers with the same child: two tabs, or an answer lost on the way. Whoever lost it
/// to an outage comes back when that is over and must not be taken for a thief: a minute's outage, and the time to press a
/// button after it. Far shorter than an access token lasts: of two who hold a copy, one refreshes later than that after the other.
pub(crate) const GRACE: Duration = Duration::seconds(90);

/// What a genuine token of a live session leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presented {
    /// The newest: make the next generation.
    Current,
    /// The one just replaced: answer with the same child again.
    JustReplaced,
    /// An older one: end the family.
    Copied,
}

/// Judges a genuine token of generation `presented`, while `current` has been the newest since `rotated_at`.
#[must_use]
pub(crate) fn judge(current: i32, rotated_at: OffsetDateTime, presented: i32, now: OffsetDateTime) -> Presented {
    if presented == current {
        Presented::Current
    } else if presented + 1 == current && now < rotated_at + GRACE {
        Presented::JustReplaced
    } else {
        Presented::Copied
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    #[test]
    fn the_grace_outlasts_a_minutes_outage_and_then_ends() {
        assert_eq!(judge(5, START, 4, START + Duration::minutes(1)), Presented::JustReplaced);
        let just_before = START + GRACE - Duration::milliseconds(1);
        assert_eq!(judge(5, START, 4, just_before), Presented::JustReplaced);
        assert_eq!(judge(5, START, 4, START + GRACE), Presented::Copied);
    }

    proptest! {
        /// A thief and the owner hold copies of tokens and use them in any order: the family never has two live branches.
        #[test]
        fn at_most_one_branch_of_a_family_lives(steps in prop::collection::vec((0_usize..2, 0_i64..270), 1..60)) {
            let mut held = [0, 0];
            let (mut current, mut rotated_at, mut now) = (0, START, START);
            for (who, seconds) in steps {
                now += Duration::seconds(seconds);
                match judge(current, rotated_at, held[who], now) {
                    Presented::Current => {
                        current += 1;
                        rotated_at = now;
                        held[who] = current;
                    }
                    Presented::JustReplaced => {
                        prop_assert!(now - rotated_at < GRACE);
                        held[who] = current;
                    }
                    Presented::Copied => return Ok(()),
                }
                prop_assert_eq!(held[who], current, "whoever is answered holds the newest token");
            }
        }

        #[test]
        fn whoever_alone_refreshes_is_never_taken_for_a_thief(pauses in prop::collection::vec(0_i64..100_000, 1..50)) {
            let (mut current, mut rotated_at, mut now) = (0, START, START);
            for pause in pauses {
                now += Duration::seconds(pause);
                prop_assert_eq!(judge(current, rotated_at, current, now), Presented::Current);
                current += 1;
                rotated_at = now;
            }
        }
    }
}
