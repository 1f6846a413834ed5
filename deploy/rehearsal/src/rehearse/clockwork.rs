//! How long what took, and what comes of it: rates and percentiles.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use serde::Serialize;

use super::operation::Operation;

/// Writes down every timed operation; shared by all clients.
#[derive(Default)]
pub(super) struct Clockwork(Mutex<BTreeMap<Operation, Record>>);

#[derive(Default)]
struct Record {
    took: Vec<Duration>,
    span: Option<(Instant, Instant)>,
    retries: Retries,
}

/// Answers that said "not now", by what was sent again after them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Retries {
    /// 429: over a budget.
    pub(super) over_budget: u64,
    /// 503: busy or away.
    pub(super) busy: u64,
    /// No answer: the connection broke.
    pub(super) broken: u64,
}

impl Retries {
    pub(super) fn total(self) -> u64 {
        self.over_budget + self.busy + self.broken
    }

    fn add(&mut self, more: Self) {
        self.over_budget += more.over_budget;
        self.busy += more.busy;
        self.broken += more.broken;
    }
}

/// What is printed of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Figure {
    /// How many succeeded.
    pub(super) count: usize,
    /// From the first start to the last end.
    pub(super) seconds: f64,
    /// Of them.
    pub(super) per_second: f64,
    /// Half were faster. Waiting for another try counts.
    pub(super) p50_ms: f64,
    /// 95 in 100 were faster.
    pub(super) p95_ms: f64,
    /// 99 in 100 were faster.
    pub(super) p99_ms: f64,
    /// Tries that were answered "not now" or not at all.
    pub(super) retries: Retries,
}

impl Clockwork {
    /// One success, from its start until now.
    pub(super) fn done(&self, operation: Operation, start: Instant, retries: Retries) {
        let end = Instant::now();
        let mut records = self.records();
        let record = records.entry(operation).or_default();
        record.took.push(end - start);
        record.retries.add(retries);
        let (first, last) = record.span.unwrap_or((start, end));
        record.span = Some((first.min(start), last.max(end)));
    }

    /// What is known of one operation so far.
    pub(super) fn figure(&self, operation: Operation) -> Option<Figure> {
        self.records().get(&operation).and_then(Record::figure)
    }

    /// Everything that was timed, in the order of a rehearsal.
    pub(super) fn figures(&self) -> BTreeMap<Operation, Figure> {
        let records = self.records();
        records.iter().filter_map(|(operation, record)| Some((*operation, record.figure()?))).collect()
    }

    fn records(&self) -> MutexGuard<'_, BTreeMap<Operation, Record>> {
        // Whoever panicked meanwhile left whole numbers behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Record {
    fn figure(&self) -> Option<Figure> {
        let (first, last) = self.span?;
        let mut took = self.took.clone();
        took.sort_unstable();
        let seconds = (last - first).as_secs_f64();
        Some(Figure {
            count: took.len(),
            seconds,
            per_second: took.len() as f64 / seconds.max(1e-6),
            p50_ms: millis(percentile(&took, 50)),
            p95_ms: millis(percentile(&took, 95)),
            p99_ms: millis(percentile(&took, 99)),
            retries: self.retries,
        })
    }
}

/// The smallest of the sorted values that at least so many in a hundred do not exceed (nearest rank).
pub(super) fn percentile(sorted: &[Duration], of_hundred: usize) -> Duration {
    let rank = (sorted.len() * of_hundred).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// Milliseconds.
pub(super) fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(values: &[u64]) -> Vec<Duration> {
        values.iter().copied().map(Duration::from_millis).collect()
    }

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let hundred = ms(&(1..=100).collect::<Vec<_>>());
        assert_eq!([50, 95, 99, 100].map(|p| percentile(&hundred, p).as_millis()), [50, 95, 99, 100]);
        let three = ms(&[10, 20, 30]);
        assert_eq!([1, 50, 95, 99].map(|p| percentile(&three, p).as_millis()), [10, 20, 30, 30]);
        assert_eq!(percentile(&[], 99), Duration::ZERO);
    }

    #[test]
    fn a_rate_counts_from_the_first_start_to_the_last_end() {
        let start = Instant::now();
        let record = Record {
            took: ms(&[300, 100]),
            span: Some((start, start + Duration::from_millis(500))),
            retries: Retries::default(),
        };
        let figure = record.figure().unwrap();
        assert_eq!((figure.count, figure.seconds, figure.per_second), (2, 0.5, 4.0));
        assert_eq!((figure.p50_ms, figure.p99_ms), (100.0, 300.0));
    }

    #[test]
    fn what_was_never_done_has_no_figure() {
        let clockwork = Clockwork::default();
        assert_eq!(clockwork.figure(Operation::SignIn), None);
        clockwork.done(Operation::SignIn, Instant::now(), Retries { over_budget: 1, busy: 2, broken: 0 });
        assert_eq!(clockwork.figure(Operation::SignIn).unwrap().retries.total(), 3);
        assert_eq!(clockwork.figures().len(), 1);
    }
}
