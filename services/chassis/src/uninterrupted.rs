//! Work that a leaving client cannot cut short.
//!
//! A request's future is dropped when its caller goes away. [`Db::write`](crate::db::Db::write) finishes what it has begun all the
//! same; a use case of several writes, with a question to another service between them, is carried through by this.
#![expect(clippy::disallowed_methods, reason = "what is spawned here is waited for, and goes on without whoever waits")]

use std::future::Future;

use tracing::Instrument as _;

/// Runs `work` to its end even when the caller is dropped meanwhile, in the caller's span.
///
/// # Panics
/// Passes on a panic of `work`.
pub async fn uninterrupted<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let task = tokio::spawn(work.in_current_span());
    match task.await {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is shutting down; this future is about to be dropped too.
            Err(_) => std::future::pending().await,
        },
    }
}
