//! Budgets in this process, for when Redis is away. Bounded: when it is full, newcomers share one budget.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::Budget;

/// Entries kept at most: some 10 MB.
const ENTRIES: usize = 100_000;
const CROWD: &str = "crowd";

/// Theoretical arrival times by key.
#[derive(Clone, Debug, Default)]
pub struct LocalBudgets(Arc<Mutex<HashMap<String, i64>>>);

impl LocalBudgets {
    /// Takes one attempt from each budget, or from none: then how long to wait. `now` is in microseconds.
    #[must_use]
    pub fn take(&self, budgets: &[(&str, Budget)], now: i64) -> Option<Duration> {
        let mut arrivals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if arrivals.len() + budgets.len() >= ENTRIES {
            arrivals.retain(|_, arrival| *arrival > now);
        }
        let full = arrivals.len() + budgets.len() >= ENTRIES;
        let budgets: Vec<_> = budgets
            .iter()
            .map(|(key, budget)| (if full && !arrivals.contains_key(*key) { CROWD } else { *key }, *budget))
            .collect();
        let kept = |arrivals: &HashMap<String, i64>, key: &str, budget: Budget| {
            budget.believable(arrivals.get(key).copied(), now)
        };
        let wait = budgets.iter().filter_map(|(key, budget)| budget.wait(kept(&arrivals, key, *budget), now)).max();
        if wait.is_none() {
            for (key, budget) in budgets {
                let arrival = budget.spend(kept(&arrivals, key, budget), now);
                arrivals.insert(key.to_owned(), arrival);
            }
        }
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget { burst: 2, interval: Duration::from_secs(10) };

    #[test]
    fn budgets_are_apart_and_a_refused_attempt_touches_none() {
        let local = LocalBudgets::default();
        assert_eq!(local.take(&[("a", BUDGET), ("x", BUDGET)], 0), None);
        assert_eq!(local.take(&[("a", BUDGET), ("y", BUDGET)], 0), None);
        assert_eq!(local.take(&[("a", BUDGET), ("z", BUDGET)], 0), Some(Duration::from_secs(10)));
        assert_eq!(local.take(&[("b", BUDGET), ("z", BUDGET)], 0), None);
        assert_eq!(local.take(&[("b", BUDGET), ("z", BUDGET)], 0), None, "the refused attempt did not touch z");
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        let local = LocalBudgets::default();
        let hour = 3_600_000_000;
        while local.take(&[("a", BUDGET)], hour).is_none() {}
        assert_eq!(local.take(&[("a", BUDGET)], 0), None);
    }

    #[test]
    fn a_flood_of_keys_neither_grows_without_end_nor_gets_through() {
        let local = LocalBudgets::default();
        let passed = (0..ENTRIES + 1000).filter(|n| local.take(&[(&n.to_string(), BUDGET)], 0).is_none()).count();
        assert!(local.0.lock().unwrap().len() <= ENTRIES);
        assert!(passed <= ENTRIES + 2, "{passed}");
    }
}
