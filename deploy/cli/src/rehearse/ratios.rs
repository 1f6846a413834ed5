//! The goals of PERFORMANCE.md, section 3, beside what this run has shown of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{clockwork::Figure, feed::Delays, limits::Limits, operation::Operation};

/// Password and security answer.
const HASHES_OF_A_REGISTRATION: f64 = 2.0;
/// The absolute goals are for a machine of this size.
const CORES: usize = 2;

/// One goal, and how near this run came to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Ratio {
    /// Stable name.
    pub(super) id: &'static str,
    /// Numerator and denominator, or what is bounded.
    pub(super) what: &'static str,
    /// For people.
    pub(super) goal: String,
    /// What was measured; null when nothing was.
    pub(super) value: Option<f64>,
    /// How it compares.
    pub(super) verdict: Verdict,
    /// Why nothing was measured; null when something was.
    pub(super) reason: Option<&'static str>,
}

/// How a value compares with its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// Reached.
    Ok,
    /// Not reached.
    Below,
    /// See the reason.
    NotMeasured,
}

/// What the ratios are made from.
pub(super) struct Measured<'a> {
    pub(super) figures: &'a BTreeMap<Operation, Figure>,
    pub(super) limits: &'a Limits,
    pub(super) delays: Option<Delays>,
    pub(super) cores: usize,
}

#[derive(Clone, Copy)]
enum Goal {
    AtLeast(f64),
    AtMost(f64),
}
use Goal::{AtLeast, AtMost};

const NOT_RUN: &str = "not in --mix, or nobody got so far";
const NOT_PACED: &str = "not in --mix, or fewer than 40 to run at 70 % load";
const NO_POSTGRES: &str = "not in --mix, or no --bare-postgres";
const NO_OPS: &str = "no --ops, or nothing happened there (rehearsed agencies have no feed)";
const NO_CHAIN: &str = "the bare chain is a bench of its own";
const SMALLER: &str = "this run is smaller: its own p99 stands above";
const NEVER_FULL: &str = "a rehearsal does not fill the outbox: the raw figure stands above";
const OWN_MACHINE: &str = "the generator of an overload needs a machine of its own";
const ELSEWHERE: &str = "no part of a rehearsal";

impl Measured<'_> {
    /// Every goal, in the order of PERFORMANCE.md.
    pub(super) fn ratios(&self) -> Vec<Ratio> {
        let rate = |operation| self.figures.get(&operation).map(|figure| figure.per_second);
        let p99 = |operation| self.figures.get(&operation).map(|figure| figure.p99_ms);
        let hashes = self.limits.hashes_per_second().max(1e-6);
        // Of one core: all of them together make that many a second.
        let hash_ms = self.cores as f64 / hashes * 1000.0;
        let registrations = rate(Operation::Registration);
        let saves = rate(Operation::DraftSave).zip(self.limits.transactions_per_second());
        let paced = p99(Operation::RegistrationPaced);
        let [sign_in, registration, per_second, latency] = [
            rate(Operation::SignIn).map(|rate| rate / hashes),
            registrations.map(|rate| rate * HASHES_OF_A_REGISTRATION / hashes),
            registrations.filter(|_| self.cores == CORES),
            paced.map(|p99| p99 / HASHES_OF_A_REGISTRATION / hash_ms),
        ];
        let feed = self.delays.and_then(|delays| delays.feed_p99_seconds);
        let lag = self.delays.and_then(|delays| delays.lag_p99_seconds);
        let while_hashing = p99(Operation::StatusWhileHashing);
        vec![
            ratio("sign_in", "sign-ins/s / hashes/s alone", AtLeast(0.90), sign_in, NOT_RUN),
            ratio("registration", "registrations/s x 2 hashes / hashes/s alone", AtLeast(0.80), registration, NOT_RUN),
            ratio("registrations_per_second", "registrations/s on 2 cores", AtLeast(50.0), per_second, NOT_RUN),
            ratio("status", "status look-ups/s / bare sqlx chain", AtLeast(0.70), None, NO_CHAIN),
            ratio(
                "draft_save",
                "draft saves/s / bare transactions/s of the same rows",
                AtLeast(0.50),
                saves.map(|(saves, transactions)| saves / transactions.max(1e-6)),
                NO_POSTGRES,
            ),
            ratio(
                "draft_save_p99",
                "p99 of a draft save at 70 % load, ms",
                AtMost(50.0),
                p99(Operation::DraftSavePaced),
                NOT_PACED,
            ),
            ratio("worklist_page_p99", "p99 of a worklist page at 4.6 M dossiers, ms", AtMost(50.0), None, SMALLER),
            ratio("relay", "events/s / raw async publish", AtLeast(0.45), None, NEVER_FULL),
            ratio("commit_to_feed_p99", "p99 from commit to an agency's feed, s", AtMost(1.0), feed, NO_OPS),
            ratio("projection", "events applied/s / raw pull with ack", AtLeast(0.40), None, NEVER_FULL),
            ratio("projection_lag_p99", "p99 from commit to the projection, s", AtMost(1.0), lag, NO_OPS),
            ratio("import", "rows/s / COPY into an identical table", AtLeast(0.40), None, ELSEWHERE),
            ratio("export", "rows/s through HTTP / COPY TO STDOUT", AtLeast(0.70), None, ELSEWHERE),
            ratio("overload", "goodput at 5 x load / peak", AtLeast(0.90), None, OWN_MACHINE),
            ratio(
                "reads_while_hashing_p99",
                "p99 of a status look-up while the hash pool is full, ms",
                AtMost(10.0),
                while_hashing,
                NOT_RUN,
            ),
            ratio(
                "registration_latency",
                "p99 of a registration at 70 % load / 2 hash times",
                AtMost(4.0),
                latency,
                NOT_PACED,
            ),
            ratio("footprint", "PSS of an idle service, MiB", AtMost(20.0), None, ELSEWHERE),
        ]
    }
}

fn ratio(id: &'static str, what: &'static str, goal: Goal, value: Option<f64>, reason: &'static str) -> Ratio {
    let reached = |value: f64| match goal {
        AtLeast(bound) => value >= bound,
        AtMost(bound) => value <= bound,
    };
    let verdict = match value.map(reached) {
        None => Verdict::NotMeasured,
        Some(true) => Verdict::Ok,
        Some(false) => Verdict::Below,
    };
    let goal = match goal {
        AtLeast(bound) => format!("at least {bound}"),
        AtMost(bound) => format!("at most {bound}"),
    };
    Ratio { id, what, goal, value, verdict, reason: value.is_none().then_some(reason) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearse::{clockwork::Retries, limits::Look};

    fn figure(per_second: f64, p99_ms: f64) -> Figure {
        let retries = Retries::default();
        Figure { count: 100, seconds: 1.0, per_second, p50_ms: p99_ms, p95_ms: p99_ms, p99_ms, retries }
    }

    fn ratios(figures: &[(Operation, Figure)], delays: Option<Delays>) -> BTreeMap<&'static str, Ratio> {
        let before = Look { hashes_per_second: 90.0, transactions_per_second: Some(900.0), messages_per_second: None };
        let after = Look { hashes_per_second: 110.0, transactions_per_second: Some(1100.0), messages_per_second: None };
        let (figures, limits) = (figures.iter().copied().collect(), Limits { before, after });
        let measured = Measured { figures: &figures, limits: &limits, delays, cores: 2 };
        measured.ratios().into_iter().map(|ratio| (ratio.id, ratio)).collect()
    }

    #[test]
    fn a_registration_is_two_hashes_and_a_sign_in_one() {
        let ratios =
            ratios(&[(Operation::Registration, figure(41.0, 0.0)), (Operation::SignIn, figure(80.0, 0.0))], None);
        assert_eq!((ratios["registration"].value, ratios["registration"].verdict), (Some(0.82), Verdict::Ok));
        assert_eq!((ratios["sign_in"].value, ratios["sign_in"].verdict), (Some(0.8), Verdict::Below));
        assert_eq!(ratios["registrations_per_second"].verdict, Verdict::Below);
    }

    #[test]
    fn the_denominator_is_the_mean_of_before_and_after() {
        let ratios = ratios(&[(Operation::DraftSave, figure(500.0, 0.0))], None);
        assert_eq!((ratios["draft_save"].value, ratios["draft_save"].verdict), (Some(0.5), Verdict::Ok));
    }

    #[test]
    fn a_latency_is_told_in_hash_times() {
        // Two cores that hash 100 a second: 20 ms each.
        let ratios = ratios(&[(Operation::RegistrationPaced, figure(1.0, 120.0))], None);
        assert_eq!(ratios["registration_latency"].value, Some(3.0));
    }

    #[test]
    fn what_was_not_measured_says_why_and_nothing_else_does() {
        let delays = Delays { feed_p99_seconds: None, lag_p99_seconds: Some(0.5) };
        let ratios = ratios(&[], Some(delays));
        assert_eq!(ratios["projection_lag_p99"].verdict, Verdict::Ok);
        for ratio in ratios.values() {
            assert_eq!(ratio.reason.is_some(), ratio.verdict == Verdict::NotMeasured, "{}", ratio.id);
            assert_eq!(ratio.value.is_some(), ratio.reason.is_none(), "{}", ratio.id);
        }
    }
}
