//! Waiting for what must come about by itself, without sleeping a guessed while.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep};

/// How long something may take that normally takes milliseconds, on a machine that is busy. What a killed program had in hand the
/// stream gives again after 30 s.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(20);

/// Asks until the answer is `Some`.
///
/// # Panics
/// When it is still `None` after a minute; `what` says what was waited for.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < end, "waited {PATIENCE:?} in vain: {what}");
        sleep(LOOK).await;
    }
}

/// Asks until the answer is yes.
///
/// # Panics
/// When it is still no after a minute.
pub async fn eventually<F: Future<Output = bool>>(what: &str, mut ask: impl FnMut() -> F) {
    until(what, || {
        let answer = ask();
        async move { answer.await.then_some(()) }
    })
    .await;
}
