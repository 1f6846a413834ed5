//! The one place that hashes passwords and answers: argon2id, peppered, in a pool of one thread per core. What else takes
//! milliseconds of a core, such as judging a password's strength, queues up with it.

mod hasher;
mod pepper;
mod pool;

use clap::ValueEnum;

pub(crate) use self::{
    pepper::{Pepper, Peppers},
    pool::{HashPool, PoolSettings},
};

/// Which implementation of argon2id hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum HashBackend {
    /// The RustCrypto crate.
    Argon2,
}

/// What comparing a secret with a kept hash says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the one.
    Right {
        /// Whether parameters or pepper have changed since: hash it anew.
        outdated: bool,
    },
    /// It is another.
    Wrong,
}

impl Verdict {
    /// Whether the secret was the one.
    #[must_use]
    pub(crate) fn is_right(self) -> bool {
        matches!(self, Self::Right { .. })
    }
}

/// Why there is no hash.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HashError {
    /// The queue is full: nothing was begun.
    #[error("hash queue full")]
    Busy {
        /// When there will be room again, at the present pace.
        retry_after: std::time::Duration,
    },
    /// A kept hash is no PHC string of ours, or its pepper is not mounted any more.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}
