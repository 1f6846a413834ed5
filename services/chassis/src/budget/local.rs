//! Budgets in this process, for when Redis is away. Bounded: nobody's entry goes before its budget is full again, and while there is no
//! room newcomers share one budget of their kind. So whoever floods it with keys gets no budget back, their own least of all.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::Budget;

/// Entries kept at most: some 10 MB.
const ENTRIES: usize = 100_000;
/// Looking through all of them is not the price of every attempt; in microseconds.
const SWEEP_EVERY: i64 = 1_000_000;

/// Theoretical arrival times by key.
#[derive(Clone, Debug)]
pub(super) struct LocalBudgets {
    kept: Arc<Mutex<Kept>>,
    room: usize,
}

#[derive(Debug, Default)]
struct Kept {
    own: HashMap<String, i64>,
    /// Those without room, by kind: the arrival of one kind says nothing in another.
    crowds: HashMap<Budget, i64>,
    swept_at: Option<i64>,
}

/// Whose budget an attempt draws from.
#[derive(Clone, Copy)]
enum Of<'a> {
    Own(&'a str),
    Crowd,
}

impl Default for LocalBudgets {
    fn default() -> Self {
        Self::with_room(ENTRIES)
    }
}

impl LocalBudgets {
    fn with_room(room: usize) -> Self {
        Self { kept: Arc::default(), room }
    }

    /// Takes one attempt from each budget, or from none: then how long to wait. `now` is in microseconds.
    #[must_use]
    pub(super) fn take(&self, budgets: &[(&str, Budget)], now: i64) -> Option<Duration> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.make_room(self.room.saturating_sub(budgets.len()), now);
        let mut free = self.room.saturating_sub(kept.own.len());
        let mut drawn = Vec::with_capacity(budgets.len());
        for (key, budget) in budgets {
            let of = if kept.own.contains_key(*key) {
                Of::Own(key)
            } else if free > 0 {
                free -= 1;
                Of::Own(key)
            } else {
                Of::Crowd
            };
            drawn.push((of, *budget));
        }
        let wait = drawn.iter().filter_map(|(of, budget)| budget.wait(kept.arrival(*of, *budget, now), now)).max();
        if wait.is_none() {
            for (of, budget) in drawn {
                let arrival = budget.spend(kept.arrival(of, budget, now), now);
                match of {
                    Of::Own(key) => kept.own.insert(key.to_owned(), arrival),
                    Of::Crowd => kept.crowds.insert(budget, arrival),
                };
            }
        }
        wait
    }
}

impl Kept {
    fn arrival(&self, of: Of<'_>, budget: Budget, now: i64) -> Option<i64> {
        let arrival = match of {
            Of::Own(key) => self.own.get(key),
            Of::Crowd => self.crowds.get(&budget),
        };
        budget.believable(arrival.copied(), now)
    }

    /// Forgets whose budget is full again: nothing is lost by that.
    fn make_room(&mut self, most: usize, now: i64) {
        let lately = self.swept_at.is_some_and(|at| (0..SWEEP_EVERY).contains(&now.saturating_sub(at)));
        if self.own.len() > most && !lately {
            self.own.retain(|_, arrival| *arrival > now);
            self.swept_at = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
        assert!(local.kept.lock().unwrap().own.len() <= ENTRIES);
        assert!(passed <= ENTRIES + 2, "{passed}");
    }
    #[test]
    fn a_flood_of_keys_gives_nobody_their_budget_back() {
        let local = LocalBudgets::with_room(10);
        while local.take(&[("mine", BUDGET)], 0).is_none() {}
        for n in 0..100 {
            let _ = local.take(&[(&format!("made up {n}"), BUDGET)], 0);
            assert!(local.take(&[("mine", BUDGET)], 0).is_some(), "after {n} others");
        }
        // What was waited for is there, whoever else has come.
        assert_eq!(local.take(&[("mine", BUDGET)], 10_000_000), None);
    }

    #[test]
    fn the_crowds_of_two_kinds_do_not_forget_for_each_other() {
        let local = LocalBudgets::with_room(0);
        let slow = Budget { burst: 2, interval: Duration::from_secs(3600) };
        for n in 0..100 {
            let _ = local.take(&[(&format!("a{n}"), slow)], 0);
            let passes = local.take(&[(&format!("b{n}"), BUDGET)], 0).is_none();
            assert_eq!(passes, n < 2, "of the quick kind, {n}");
        }
    }

    #[test]
    fn a_flood_does_not_make_every_attempt_look_through_all() {
        let local = LocalBudgets::with_room(2);
        for (now, swept_at) in [(0, 0), (1, 0), (999_999, 0), (1_000_000, 1_000_000), (5, 5)] {
            for key in ["a", "b", "c"] {
                let _ = local.take(&[(key, BUDGET)], now);
            }
            assert_eq!(local.kept.lock().unwrap().swept_at, Some(swept_at), "at {now}");
        }
    }

    proptest! {
        #[test]
        fn however_many_come_nobody_passes_more_often_than_allowed(
            room in 0_usize..8,
            attempts in prop::collection::vec((0_u8..20, any::<bool>(), 0_i64..4), 1..300),
        ) {
            let kinds = [BUDGET, Budget { burst: 3, interval: Duration::from_secs(2) }];
            let local = LocalBudgets::with_room(room);
            let (mut now, mut passed) = (0, HashMap::<String, (Budget, i64)>::new());
            for (key, kind, pause) in attempts {
                now += pause * 1_000_000;
                let budget = kinds[usize::from(kind)];
                let key = format!("{kind} {key}");
                if local.take(&[(&key, budget)], now).is_none() {
                    passed.entry(key).or_insert((budget, 0)).1 += 1;
                }
                prop_assert!(local.kept.lock().unwrap().own.len() <= room);
            }
            for (key, (budget, times)) in passed {
                // Once with the crowd, and once alone.
                let allowed = i64::from(budget.burst) + now / budget.interval_micros();
                prop_assert!(times <= 2 * allowed, "{key}: {times} of {allowed}");
            }
        }
    }
}
