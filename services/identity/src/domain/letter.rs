//! A letter on its way out.

use serde::{Deserialize, Serialize};

/// A mail as it is queued: sealed, for it holds an address (P2). What it says is written by the crate `letters`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Letter {
    pub(crate) to: String,
    /// One line.
    pub(crate) subject: String,
    /// Plain text: Indonesian, then English.
    pub(crate) text: String,
}
