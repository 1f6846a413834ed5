//! One thread per core, a bounded queue, and no work for those who have left.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use chassis::ambient::secret_bytes;
use metrics::{counter, gauge, histogram};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::oneshot;

use super::{HashError, Peppers, Verdict, hasher::Hasher};

/// More than 128 code points cannot be a password; only so much of it is ever read.
const LONGEST: usize = 512;

/// Size of the pool.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PoolSettings {
    /// Threads: more than cores lose by it.
    pub(crate) threads: usize,
    /// Jobs that may wait; the next one is told to come again.
    pub(crate) queue: usize,
}

/// Where all hashing is asked for; clones share it. Its threads end with the last clone.
#[derive(Clone)]
pub(crate) struct HashPool {
    handle: Arc<Handle>,
    /// A hash of nobody's password: what an unknown account's is compared with, for the same work.
    decoy: Arc<str>,
}

struct Handle {
    shared: Arc<Shared>,
    settings: PoolSettings,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    more: Condvar,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    closed: bool,
    /// How long a hash took of late.
    pace: Duration,
}

enum Job {
    Hash(SecretString, oneshot::Sender<anyhow::Result<String>>),
    Verify(SecretString, Arc<str>, oneshot::Sender<anyhow::Result<Verdict>>),
    Other(Box<dyn Asked>),
}

/// Work that is no hash, and whoever waits for it.
trait Asked: Send {
    fn is_left(&self) -> bool;
    fn run(self: Box<Self>);
}

struct Work<F, T>(F, oneshot::Sender<anyhow::Result<T>>);

impl<F: FnOnce() -> T + Send, T: Send> Asked for Work<F, T> {
    fn is_left(&self) -> bool {
        self.1.is_closed()
    }

    fn run(self: Box<Self>) {
        let Self(work, asker) = *self;
        // Whoever left meanwhile does not get the answer.
        drop(asker.send(Ok(work())));
    }
}

impl Job {
    fn is_left(&self) -> bool {
        match self {
            Self::Hash(_, asker) => asker.is_closed(),
            Self::Verify(_, _, asker) => asker.is_closed(),
            Self::Other(asked) => asked.is_left(),
        }
    }

    fn is_hash(&self) -> bool {
        !matches!(self, Self::Other(_))
    }

    fn run(self, hasher: &mut Hasher) {
        // Whoever left meanwhile does not get the answer.
        match self {
            Self::Hash(secret, asker) => drop(asker.send(hasher.hash(read(&secret)))),
            Self::Verify(secret, phc, asker) => drop(asker.send(hasher.verify(read(&secret), &phc))),
            Self::Other(asked) => asked.run(),
        }
    }
}

fn read(secret: &SecretString) -> &[u8] {
    let bytes = secret.expose_secret().as_bytes();
    &bytes[..bytes.len().min(LONGEST + 1)]
}

impl HashPool {
    /// Starts the threads.
    ///
    /// # Errors
    /// A thread cannot be started, or the first hash fails.
    pub(crate) fn start(settings: PoolSettings, peppers: &Peppers) -> anyhow::Result<Self> {
        let started = Instant::now();
        let decoy = Hasher::new(peppers.clone()).hash(&secret_bytes::<32>())?.into();
        let shared = Arc::new(Shared::default());
        shared.lock().pace = started.elapsed();
        let handle = Arc::new(Handle { shared, settings });
        for number in 0..settings.threads {
            let (shared, hasher) = (handle.shared.clone(), Hasher::new(peppers.clone()));
            thread::Builder::new().name(format!("hash-{number}")).spawn(move || shared.work(hasher))?;
        }
        Ok(Self { handle, decoy })
    }

    /// A new PHC string for a secret.
    ///
    /// # Errors
    /// [`HashError::Busy`] at once when the queue is full.
    pub(crate) async fn hash(&self, secret: SecretString) -> Result<String, HashError> {
        let (asker, answer) = oneshot::channel();
        self.enqueue(Job::Hash(secret, asker))?;
        Ok(received(answer.await)?)
    }

    /// Compares a secret with a kept hash; `None` (nobody's) takes the same work and is wrong.
    ///
    /// # Errors
    /// [`HashError::Busy`] at once when the queue is full.
    pub(crate) async fn verify(&self, secret: SecretString, phc: Option<&str>) -> Result<Verdict, HashError> {
        let (asker, answer) = oneshot::channel();
        let against = phc.map_or_else(|| self.decoy.clone(), Arc::from);
        self.enqueue(Job::Verify(secret, against, asker))?;
        let verdict = received(answer.await)?;
        Ok(if phc.is_some() { verdict } else { Verdict::Wrong })
    }

    /// Any other work that would keep a core from answering: in the same threads, behind the same queue.
    ///
    /// # Errors
    /// [`HashError::Busy`] at once when the queue is full.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, HashError>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (asker, answer) = oneshot::channel();
        self.enqueue(Job::Other(Box::new(Work(work, asker))))?;
        Ok(received(answer.await)?)
    }

    fn enqueue(&self, job: Job) -> Result<(), HashError> {
        let Handle { shared, settings } = &*self.handle;
        let mut queue = shared.lock();
        if queue.jobs.len() >= settings.queue {
            // Those who left make room before anybody is turned away.
            queue.jobs.retain(|job| !job.is_left());
        }
        if queue.jobs.len() >= settings.queue {
            counter!("epupns_hash_refused_total").increment(1);
            let ahead = u32::try_from(queue.jobs.len() / settings.threads.max(1)).unwrap_or(u32::MAX);
            let retry_after = queue.pace.saturating_mul(ahead).max(Duration::from_secs(1));
            return Err(HashError::Busy { retry_after });
        }
        queue.jobs.push_back(job);
        gauge!("epupns_hash_queue_depth").set(queue.jobs.len() as f64);
        drop(queue);
        shared.more.notify_one();
        Ok(())
    }
}

fn received<T>(answer: Result<anyhow::Result<T>, oneshot::error::RecvError>) -> anyhow::Result<T> {
    answer.unwrap_or_else(|_| Err(anyhow::anyhow!("work in the hash pool was not finished")))
}

impl Shared {
    /// A panic between lock and unlock leaves a whole queue behind: every change of it is one call.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, mut hasher: Hasher) {
        while let Some(job) = self.next() {
            let (start, hash) = (Instant::now(), job.is_hash());
            // A panic costs its asker the answer, not the pool a thread.
            let done = catch_unwind(AssertUnwindSafe(|| job.run(&mut hasher)));
            if done.is_err() || !hash {
                continue;
            }
            let took = start.elapsed();
            histogram!("epupns_hash_duration_seconds").record(took.as_secs_f64());
            let mut queue = self.lock();
            queue.pace = (queue.pace * 7 + took) / 8;
        }
    }

    /// The next job whose asker still waits; `None` when the pool is gone.
    fn next(&self) -> Option<Job> {
        let mut queue = self.lock();
        loop {
            while let Some(job) = queue.jobs.pop_front() {
                gauge!("epupns_hash_queue_depth").set(queue.jobs.len() as f64);
                if !job.is_left() {
                    return Some(job);
                }
            }
            if queue.closed {
                return None;
            }
            queue = self.more.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.more.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hashing::Pepper;

    fn pool(threads: usize, queue: usize) -> HashPool {
        let peppers = Peppers { current: Pepper::new([1; 32]), previous: None };
        HashPool::start(PoolSettings { threads, queue }, &peppers).unwrap()
    }

    #[tokio::test]
    async fn a_hash_made_here_is_known_here_and_nobody_is_always_wrong() {
        let pool = pool(2, 8);
        let phc = pool.hash("kuda lumping".into()).await.unwrap();
        assert!(pool.verify("kuda lumping".into(), Some(&phc)).await.unwrap().is_right());
        assert!(!pool.verify("kuda".into(), Some(&phc)).await.unwrap().is_right());
        assert!(!pool.verify("kuda lumping".into(), None).await.unwrap().is_right());
    }

    #[tokio::test]
    async fn other_work_is_done_in_the_threads_of_the_pool() {
        let pool = pool(1, 8);
        let thread = pool.run(|| thread::current().name().map(str::to_owned)).await.unwrap();
        assert_eq!(thread.as_deref(), Some("hash-0"));
        let broken = pool.run(|| panic!("a defect")).await;
        assert!(matches!(broken, Err(HashError::Unexpected(_))));
        assert!(pool.run(|| ()).await.is_ok(), "its only thread lives on");
    }

    #[tokio::test]
    async fn what_is_too_long_to_be_a_password_is_wrong_even_if_its_beginning_is_right() {
        let pool = pool(1, 8);
        let longest = "\u{1f418}".repeat(128);
        let phc = pool.hash(longest.clone().into()).await.unwrap();
        assert!(pool.verify(longest.clone().into(), Some(&phc)).await.unwrap().is_right());
        assert!(!pool.verify(format!("{longest}x").into(), Some(&phc)).await.unwrap().is_right());
    }

    /// Without threads nothing is taken from the queue: what it does is seen as it is.
    #[tokio::test]
    async fn a_full_queue_says_so_at_once_and_makes_room_when_an_asker_leaves() {
        let pool = pool(0, 2);
        let mut first = Box::pin(pool.hash("a".into()));
        let mut second = Box::pin(pool.hash("b".into()));
        assert!(futures::poll!(&mut first).is_pending() && futures::poll!(&mut second).is_pending());
        let refused = pool.hash("c".into()).await;
        assert!(matches!(refused, Err(HashError::Busy { retry_after }) if retry_after >= Duration::from_secs(1)));
        assert!(matches!(pool.run(|| ()).await, Err(HashError::Busy { .. })));
        drop(first);
        let mut third = Box::pin(pool.hash("d".into()));
        assert!(futures::poll!(&mut third).is_pending());
    }

    #[test]
    fn a_job_whose_asker_has_left_is_not_started() {
        let shared = Shared::default();
        let (asker, answer) = oneshot::channel();
        drop(answer);
        let (waiting, _kept) = oneshot::channel();
        shared.lock().jobs.extend([Job::Hash("left".into(), asker), Job::Hash("waits".into(), waiting)]);
        shared.lock().closed = true;
        let next = shared.next().unwrap();
        assert!(matches!(&next, Job::Hash(secret, _) if secret.expose_secret() == "waits"));
        assert!(shared.next().is_none());
    }
}
