//! Repeatable chance: the same seed gives the same draws on every machine and with every later version.

use rand::Rng as _;
use rand::SeedableRng as _;
use rand::rngs::ChaCha8Rng;
use sha2::{Digest as _, Sha256};

/// A stream of draws.
///
/// The generator is named by its algorithm (`ChaCha` with 8 rounds); `StdRng` and `SmallRng` may change with any release
/// of rand. The key is our own hash of the seed and the reduction to a range is our own too, as rand promises neither
/// across versions.
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The draws of this seed for one purpose; purposes do not disturb each other.
    pub(super) fn new(seed: u64, purpose: &str) -> Self {
        let key = Sha256::new_with_prefix("epupns demo v1\n").chain_update(seed.to_le_bytes()).chain_update(purpose);
        Self(ChaCha8Rng::from_seed(key.finalize().into()))
    }

    /// Goes to the start of one row's own draws, so that a change in how one row is made leaves the others as they are.
    pub(super) fn go_to_row(&mut self, row: u64) {
        self.0.set_stream(row);
    }

    /// A number from 0 to `limit - 1`. The bias of the multiplication is below `limit / 2^32`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        debug_assert!((1..=1 << 24).contains(&limit));
        ((u64::from(self.0.next_u32()) * limit as u64) >> 32) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        debug_assert!(low <= high);
        low + self.below((high - low + 1) as usize) as i32
    }

    /// True in so many of a thousand cases.
    pub(super) fn per_mille(&mut self, share: usize) -> bool {
        self.below(1000) < share
    }

    /// One of the choices, all alike.
    pub(super) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// One of the choices, by weight.
    pub(super) fn pick_weighted<'a, T>(&mut self, choices: &'a [T], weight: impl Fn(&T) -> usize) -> &'a T {
        let mut left = self.below(choices.iter().map(&weight).sum());
        for choice in choices {
            match left.checked_sub(weight(choice)) {
                Some(rest) => left = rest,
                None => return choice,
            }
        }
        unreachable!("the draw is below the sum of the weights")
    }
}

/// Splits `total` by weight into whole parts that add up to it; no part is off by one or more.
pub(super) fn apportion(total: u64, weights: impl IntoIterator<Item = u64> + Clone) -> impl Iterator<Item = u64> {
    let sum = weights.clone().into_iter().sum::<u64>().max(1);
    let mut reached = 0;
    let mut given = 0;
    weights.into_iter().map(move |weight| {
        reached += weight;
        let part = reached * total / sum - given;
        given += part;
        part
    })
}

#[cfg(test)]
mod tests {
    use super::{Chance, apportion};

    #[test]
    fn the_draws_of_a_seed_never_change() {
        let mut chance = Chance::new(7, "test");
        let first: Vec<usize> = (0..6).map(|_| chance.below(1000)).collect();
        assert_eq!(first, [313, 534, 644, 799, 358, 342]);
        chance.go_to_row(3);
        let row: Vec<usize> = (0..6).map(|_| chance.below(1000)).collect();
        chance.go_to_row(3);
        let again: Vec<usize> = (0..6).map(|_| chance.below(1000)).collect();
        assert_eq!(row, again);
        assert_ne!(row, first);
    }

    #[test]
    fn a_weight_of_zero_is_never_picked() {
        let mut chance = Chance::new(7, "test");
        for _ in 0..500 {
            assert_eq!(*chance.pick_weighted(&[("never", 0), ("always", 3), ("nor", 0)], |c| c.1), ("always", 3));
        }
    }

    #[test]
    fn parts_add_up() {
        for total in [0, 1, 7, 1000] {
            assert_eq!(apportion(total, [3, 0, 5, 1, 1]).sum::<u64>(), total);
        }
        assert_eq!(apportion(10, [3, 0, 5, 1, 1]).collect::<Vec<_>>(), [3, 0, 5, 1, 1]);
        assert_eq!(apportion(10, [0, 0]).sum::<u64>(), 0);
    }
}
