//! What a rehearsal does, decided before anything is asked of the system.

use std::collections::BTreeSet;

use chassis::ambient::secret_bytes;
use clap::ValueEnum;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use serde::Serialize;

/// Fewer cannot be split into a part at full load and a part at 70 %: nothing would be left to measure.
const LEAST_TO_PACE: usize = 40;
/// One in so many keeps for the part at 70 %.
const PACED: usize = 4;
/// Status look-ups, at most: each five need a challenge solved.
const STATUS_CHECKS: usize = 2000;

/// A load to put on the system. Each begins where the one before it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Load {
    /// People register, at full load and at 70 % of it.
    Registration,
    /// They sign in, while others look up their status.
    SignIn,
    /// They look up their status.
    Status,
    /// They save their drafts field by field, at full load and at 70 % of it.
    Draft,
    /// They submit; officers decide at three stages.
    Verification,
}

/// What is rehearsed, and how large.
pub(crate) struct Order {
    /// Employees to make.
    pub(crate) people: usize,
    /// Clients that ask at the same time.
    pub(crate) clients: usize,
    /// What is asked for.
    pub(crate) mix: BTreeSet<Load>,
    /// Of every draw.
    pub(crate) seed: u64,
}

impl Order {
    /// Whether this load is put on: asked for, or needed by one that is.
    pub(crate) fn has(&self, load: Load) -> bool {
        let needs = |asked: &Load| match asked {
            Load::Registration => load == Load::Registration,
            Load::Status => matches!(load, Load::Registration | Load::Status),
            Load::SignIn => matches!(load, Load::Registration | Load::SignIn),
            Load::Draft => matches!(load, Load::Registration | Load::SignIn | Load::Draft),
            Load::Verification => load != Load::Status,
        };
        self.mix.iter().any(needs)
    }

    /// How many status look-ups are made.
    pub(crate) fn status_checks(&self) -> usize {
        (2 * self.people).min(STATUS_CHECKS)
    }
}

/// Splits jobs into those at full load and those at 70 % of what the first part reached.
pub(crate) fn split<T>(mut jobs: Vec<T>) -> (Vec<T>, Vec<T>) {
    let paced = if jobs.len() < LEAST_TO_PACE { 0 } else { jobs.len() / PACED };
    let rest = jobs.split_off(jobs.len() - paced);
    (jobs, rest)
}

/// What sets this run apart from every other.
pub(crate) struct Run {
    /// In user names and scratch names: 8 hexadecimal digits.
    pub(crate) id: String,
    /// Of everybody in this run. Kept nowhere: when the run is over nobody signs in as one of them.
    pub(crate) password: String,
}

impl Run {
    pub(crate) fn new() -> Self {
        Self {
            id: HEXLOWER.encode(&secret_bytes::<4>()),
            password: BASE32_NOPAD.encode(&secret_bytes::<15>()).to_lowercase(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loads(mix: &[Load]) -> Vec<Load> {
        let order = Order { people: 1, clients: 1, mix: mix.iter().copied().collect(), seed: 1 };
        Load::value_variants().iter().copied().filter(|load| order.has(*load)).collect()
    }

    #[test]
    fn a_load_brings_what_it_needs_and_nothing_else() {
        use Load::{Draft, Registration, SignIn, Status, Verification};
        assert_eq!(loads(&[Registration]), [Registration]);
        assert_eq!(loads(&[Status]), [Registration, Status]);
        assert_eq!(loads(&[Draft]), [Registration, SignIn, Draft]);
        assert_eq!(loads(&[Verification]), [Registration, SignIn, Draft, Verification]);
        assert_eq!(loads(&[Status, Verification]), [Registration, SignIn, Status, Draft, Verification]);
    }

    #[test]
    fn few_are_not_split_and_nobody_is_lost_in_a_split() {
        for (count, at_full_load, paced) in [(0, 0, 0), (12, 12, 0), (39, 39, 0), (40, 30, 10), (1000, 750, 250)] {
            let (first, second) = split((0..count).collect());
            assert_eq!((first.len(), second.len()), (at_full_load, paced));
            assert_eq!([first, second].concat(), (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn runs_are_told_apart_and_their_passwords_are_long() {
        let (one, other) = (Run::new(), Run::new());
        assert_ne!((&one.id, &one.password), (&other.id, &other.password));
        assert_eq!((one.id.len(), one.password.len()), (8, 24));
    }
}
