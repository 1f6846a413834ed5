//! Turning a sequence into unpredictable numbers without ever drawing one twice.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::coded::Coded;
use crate::masked::masked_debug;

/// Key of the number permutations. P3: with it, one number tells all others.
///
/// Changing it while numbers are in use would make old and new ones collide: it lives as long as its sequence.
#[derive(Clone)]
pub struct NumberKey([u8; 32]);

masked_debug!(NumberKey);

impl NumberKey {
    /// Takes 32 bytes of a cryptographic random source.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// A sequence has given out all numbers of its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sequence is past the last number of this form")]
pub struct SequenceExhausted;

impl Coded for SequenceExhausted {
    fn code(&self) -> &'static str {
        "SEQUENCE_EXHAUSTED"
    }
}

/// As many as NIST SP 800-38G gives FF1, for halves of 15 to 18 bits.
const ROUNDS: u8 = 10;

/// A keyed permutation of `0..2^bits`: an alternating Feistel network.
///
/// The value is cut into an upper half of `bits / 2` bits rounded up and a lower half of the rest. Each round XORs one
/// half with HMAC-SHA256(key, purpose, bits, round, other half), cut to its width; the halves take turns. XORing the
/// same again undoes a round, so every round is a bijection and so is their chain, whatever the key.
pub(crate) struct Permutation<'a> {
    mac: Hmac<Sha256>,
    purpose: &'a str,
    bits: u32,
}

impl<'a> Permutation<'a> {
    /// `purpose` separates numbers of different kinds under one key; `bits` is 2 to 64.
    pub(crate) fn new(key: &NumberKey, purpose: &'a str, bits: u32) -> Self {
        debug_assert!((2..=64).contains(&bits));
        let mac = Hmac::new_from_slice(&key.0).expect("HMAC takes keys of any length");
        Self { mac, purpose, bits }
    }

    /// Where `value`, below `2^bits`, goes.
    pub(crate) fn apply(&self, value: u64) -> u64 {
        let lower_bits = self.bits / 2;
        let mut upper = value >> lower_bits;
        let mut lower = value & mask(lower_bits);
        for round in 0..ROUNDS {
            if round % 2 == 0 {
                upper ^= self.scramble(round, lower) & mask(self.bits - lower_bits);
            } else {
                lower ^= self.scramble(round, upper) & mask(lower_bits);
            }
        }
        upper << lower_bits | lower
    }

    /// Where `value` goes in a permutation of `0..limit`, with `value < limit <= 2^bits`.
    ///
    /// Cycle walking: steps on until it is inside again. It always is, since the cycle leads back to `value` itself;
    /// two values of one cycle stop at different places. One or two steps as long as `limit` is more than half of
    /// `2^bits`.
    pub(crate) fn apply_below(&self, limit: u64, value: u64) -> u64 {
        let mut image = self.apply(value);
        while image >= limit {
            image = self.apply(image);
        }
        image
    }

    fn scramble(&self, round: u8, half: u64) -> u64 {
        let mut mac = self.mac.clone();
        mac.update(self.purpose.as_bytes());
        // The fields after the purpose have fixed widths, so no two inputs run together.
        mac.update(&self.bits.to_be_bytes());
        mac.update(&[round]);
        mac.update(&half.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        digest.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
    }
}

fn mask(bits: u32) -> u64 {
    (1 << bits) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn every_small_domain_is_permuted_whole() {
        for bits in 2..=13 {
            let permutation = Permutation::new(&NumberKey::new(KEY), "test", bits);
            let mut images: Vec<u64> = (0..1 << bits).map(|value| permutation.apply(value)).collect();
            images.sort_unstable();
            assert!(images.into_iter().eq(0..1 << bits), "{bits} bits");
        }
    }

    #[test]
    fn every_small_limit_is_permuted_whole() {
        for limit in [1, 2, 3, 100, 129, 255, 256] {
            let permutation = Permutation::new(&NumberKey::new(KEY), "test", 8);
            let mut images: Vec<u64> = (0..limit).map(|value| permutation.apply_below(limit, value)).collect();
            images.sort_unstable();
            assert!(images.into_iter().eq(0..limit), "below {limit}");
        }
    }

    #[test]
    fn another_key_or_purpose_is_another_permutation() {
        let image = |key, purpose| Permutation::new(&NumberKey::new(key), purpose, 35).apply(1);
        assert_ne!(image(KEY, "one"), image(KEY, "other"));
        assert_ne!(image(KEY, "one"), image([8; 32], "one"));
    }

    #[test]
    fn a_flipped_input_bit_flips_about_half_of_the_output() {
        let permutation = Permutation::new(&NumberKey::new(KEY), "test", 35);
        let flips =
            |value: u64, bit: u32| (permutation.apply(value) ^ permutation.apply(value ^ 1 << bit)).count_ones();
        let total: u32 = (0..100).flat_map(|value| (0..35).map(move |bit| flips(value, bit))).sum();
        let mean = f64::from(total) / 3_500.0;
        assert!((17.0..18.0).contains(&mean), "{mean} of 35 bits");
    }

    #[test]
    fn a_key_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", NumberKey::new(KEY)), "NumberKey(***)");
    }
}
