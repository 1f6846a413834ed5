//! The goals of PERFORMANCE.md, section 3, beside what this run has shown of them.

use std::collections::BTreeMap;

use super::{
    clockwork::Figure,
    feed::Delays,
    limits::Limits,
    operation::Operation,
    ratio::{
        Goal::{AtLeast, AtMost},
        Ratio,
    },
};

/// Password and security answer.
const HASHES_OF_A_REGISTRATION: f64 = 2.0;
/// The absolute goals are for a machine of this size.
const CORES: usize = 2;

/// What the ratios are made from.
pub(super) struct Measured<'a> {
    pub(super) figures: &'a BTreeMap<Operation, Figure>,
    pub(super) limits: &'a Limits,
    pub(super) delays: Option<Delays>,
    pub(super) cores: usize,
}

const NOT_RUN: &str = "not in --mix, or nobody got so far";
const NOT_PACED: &str = "not in --mix, or fewer than 40 to run at 70 % load";
const NO_POSTGRES: &str = "not in --mix, or no --bare-postgres";
const NO_OPS: &str = "no --ops, or nothing happened there (rehearsed agencies have no feed)";
/// Those need the databases, a system of their own to break, or files: `measure` has them.
const BENCH: &str = "no operator's matter: `measure` of integration-tests measures it";

impl Measured<'_> {
    /// Every goal, in the order of PERFORMANCE.md.
    pub(super) fn ratios(&self) -> Vec<Ratio> {
        let rate = |operation| self.figures.get(&operation).map(|figure| figure.per_second);
        let p99 = |operation| self.figures.get(&operation).map(|figure| figure.p99_ms);
        let hashes = self.limits.hashes_per_second();
        let by_hashes = |figure: Option<f64>| figure.map(|figure| (figure, hashes));
        // Of one core: all of them together make that many a second.
        let hash_ms = hashes.map(|hashes| self.cores as f64 / hashes.max(1e-6) * 1000.0);
        let registrations = rate(Operation::Registration);
        let spent = registrations.map(|rate| rate * HASHES_OF_A_REGISTRATION);
        let per_second = registrations.filter(|_| self.cores == CORES);
        let saves = rate(Operation::DraftSave).zip(self.limits.transactions_per_second());
        let paced = p99(Operation::RegistrationPaced).map(|p99| (p99 / HASHES_OF_A_REGISTRATION, hash_ms));
        let feed = self.delays.and_then(|delays| delays.feed_p99_seconds);
        let lag = self.delays.and_then(|delays| delays.lag_p99_seconds);
        let while_hashing = p99(Operation::StatusWhileHashing);
        let draft_p99 = p99(Operation::DraftSavePaced);
        let (of, bounded) = (Ratio::of, Ratio::bounded);
        vec![
            of("sign_in", "sign-ins/s / hashes/s", AtLeast(0.90), by_hashes(rate(Operation::SignIn)), NOT_RUN),
            of("registration", "registrations/s x 2 hashes / hashes/s", AtLeast(0.80), by_hashes(spent), NOT_RUN),
            bounded("registrations_per_second", "registrations/s on 2 cores", AtLeast(50.0), per_second, NOT_RUN),
            of("status", "status look-ups/s / bare sqlx chain", AtLeast(0.70), None, BENCH),
            of("draft_save", "draft saves/s / bare transactions/s", AtLeast(0.50), saves, NO_POSTGRES),
            bounded("draft_save_p99", "draft save at 70 % load, p99 ms", AtMost(50.0), draft_p99, NOT_PACED),
            bounded("worklist_page_p99", "worklist page of a large list, p99 ms", AtMost(50.0), None, BENCH),
            of("worklist_page_growth", "the same / p99 of a small list", AtMost(1.3), None, BENCH),
            of("relay", "relayed events/s / raw publish", AtLeast(0.45), None, BENCH),
            bounded("commit_to_stream_p99", "commit to stream, p99 s", AtMost(0.1), None, BENCH),
            bounded("commit_to_feed_p99", "commit to an agency's feed, p99 s", AtMost(1.0), feed, NO_OPS),
            of("projection", "projected events/s / raw pull with ack", AtLeast(0.40), None, BENCH),
            bounded("projection_lag_p99", "commit to projection, p99 s", AtMost(1.0), lag, NO_OPS),
            of("import", "imported rows/s / COPY", AtLeast(0.40), None, BENCH),
            of("export", "exported rows/s / COPY TO STDOUT", AtLeast(0.70), None, BENCH),
            of("overload", "goodput at 5 x load / peak", AtLeast(0.90), None, BENCH),
            bounded("overload_refused_p99", "refusals at 5 x load, p99 ms", AtMost(50.0), None, BENCH),
            bounded("reads_while_hashing_p99", "status while hashing, p99 ms", AtMost(10.0), while_hashing, NOT_RUN),
            of("registration_latency", "registration at 70 %: p99 per hash / hash", AtMost(4.0), paced, NOT_PACED),
            bounded("footprint", "largest idle service, PSS MiB", AtMost(20.0), None, BENCH),
            bounded("start_to_ready", "slowest service, start to ready, ms", AtMost(100.0), None, BENCH),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearse::{clockwork::Retries, limits::Look, ratio::Verdict};

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
    fn the_denominator_is_the_mean_of_before_and_after_and_both_are_told() {
        let ratios = ratios(&[(Operation::DraftSave, figure(495.0, 0.0))], None);
        let draft = &ratios["draft_save"];
        assert_eq!((draft.figure, draft.limit), (Some(495.0), Some(1000.0)));
        assert_eq!((draft.before, draft.after), (Some(0.55), Some(0.45)));
        let ratios = self::ratios(&[(Operation::DraftSave, figure(500.0, 0.0))], None);
        assert_eq!((ratios["draft_save"].value, ratios["draft_save"].verdict), (Some(0.5), Verdict::Ok));
    }

    #[test]
    fn a_latency_is_told_in_hash_times() {
        // Two cores that hash 100 a second: 20 ms each, and a registration is two.
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
