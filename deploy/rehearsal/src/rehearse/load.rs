//! Two ways to put load on: so many clients that each wait for their answer, or a fixed pace whatever the answers do.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

/// Closed loop: `clients` take one job after the other; results in no order.
pub(super) async fn closed<T, R, F>(
    jobs: Vec<T>,
    clients: usize,
    work: impl Fn(T) -> F + Clone + Send + 'static,
) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Future<Output = R> + Send,
{
    let jobs = Arc::new(Mutex::new(jobs.into_iter()));
    let mut working = JoinSet::new();
    for _ in 0..clients.max(1) {
        let (jobs, work) = (jobs.clone(), work.clone());
        working.spawn(async move {
            let mut done = Vec::new();
            loop {
                let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some(job) = next else { return done };
                done.push(work(job).await);
            }
        });
    }
    working.join_all().await.into_iter().flatten().collect()
}

/// Open loop: job after job is due at a fixed pace, whether those before are answered or not. The time that it is due goes
/// with the job: a system that falls behind must not slow its measurement down.
pub(super) async fn paced<T, R, F>(
    jobs: Vec<T>,
    per_second: f64,
    work: impl Fn(T, Instant) -> F + Clone + Send + 'static,
) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Future<Output = R> + Send + 'static,
{
    let start = Instant::now();
    let mut working = JoinSet::new();
    for (place, job) in jobs.into_iter().enumerate() {
        let due = start + Duration::from_secs_f64(place as f64 / per_second.max(0.1));
        tokio::time::sleep_until(due.into()).await;
        working.spawn(work(job, due));
    }
    working.join_all().await
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn every_job_is_done_once_by_no_more_clients_than_asked_for() {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let seen = most.clone();
        let mut done = closed((0..100).collect(), 5, move |job: usize| {
            let (now, most) = (now.clone(), most.clone());
            async move {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                now.fetch_sub(1, Ordering::SeqCst);
                job
            }
        })
        .await;
        done.sort_unstable();
        assert_eq!(done, (0..100).collect::<Vec<_>>());
        assert!((2..=5).contains(&seen.load(Ordering::SeqCst)));
    }

    #[tokio::test]
    async fn a_pace_is_kept_although_nobody_answers_meanwhile() {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let seen = most.clone();
        let start = Instant::now();
        let due = paced((0..20).collect(), 1000.0, move |_: usize, due| {
            let (now, most) = (now.clone(), most.clone());
            async move {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(50)).await;
                now.fetch_sub(1, Ordering::SeqCst);
                due
            }
        })
        .await;
        assert!(seen.load(Ordering::SeqCst) > 1, "jobs waited for each other's answers");
        assert!(due.into_iter().max().unwrap() - start >= Duration::from_millis(19), "faster than the pace");
    }
}
