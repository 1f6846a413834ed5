//! argon2id alone: the same crate, parameters and reuse of memory as identity's pool, and nothing else.

use std::{
    thread::available_parallelism,
    time::{Duration, Instant},
};

use argon2::{Algorithm, Argon2, Block, Params, Version};

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const OUTPUT: usize = 32;

/// Hashes a second with one thread per core.
pub(super) fn per_second(lasts: Duration) -> f64 {
    let threads = available_parallelism().map_or(1, std::num::NonZero::get);
    let began = Instant::now();
    let hashed: u32 = std::thread::scope(|scope| {
        let working: Vec<_> = (0..threads).map(|_| scope.spawn(|| hash_until(began + lasts))).collect();
        working.into_iter().map(|thread| thread.join().unwrap_or(0)).sum()
    });
    f64::from(hashed) / began.elapsed().as_secs_f64()
}

fn hash_until(end: Instant) -> u32 {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(OUTPUT)).expect("identity hashes with these parameters");
    let mut memory = vec![Block::default(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let (mut out, mut hashed) = ([0; OUTPUT], 0);
    // Once at least: on a busy machine a thread may begin late.
    loop {
        let done = argon2.hash_password_into_with_memory(b"kuda lumping", b"0123456789abcdef", &mut out, &mut memory);
        done.expect("the memory is as large as the parameters say");
        hashed += 1;
        if Instant::now() >= end {
            return hashed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_hashes_something() {
        assert!(per_second(Duration::from_millis(50)) > 0.0);
    }
}
