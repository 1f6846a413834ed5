//! Work that a leaving client cannot cut short.
//!
//! A request's future is dropped when its caller goes away. Dropped in the middle of a transaction it would leave the
//! outcome to chance, and sqlx loses acknowledged writes that way (RELIABILITY.md 1.1). So whatever writes runs in a task of
//! its own: not started when nobody waits any more, finished once begun.

use std::future::Future;

use tracing::Instrument as _;

tokio::task_local! {
    static UNINTERRUPTED: ();
}

/// Runs `work` to its end even when the caller is dropped meanwhile, in the caller's span.
///
/// # Panics
/// Passes on a panic of `work`.
pub async fn uninterrupted<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let task = tokio::spawn(UNINTERRUPTED.scope((), work.in_current_span()));
    match task.await {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is shutting down; this future is about to be dropped too.
            Err(_) => std::future::pending().await,
        },
    }
}

/// Whether the current code runs inside [`uninterrupted`].
#[must_use]
pub fn is_uninterrupted() -> bool {
    UNINTERRUPTED.try_with(|()| ()).is_ok()
}
