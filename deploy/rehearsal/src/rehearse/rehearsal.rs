//! What everybody in a rehearsal shares, and how they are sent to the door together.

use std::{
    future::Future,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use indicatif::{ProgressBar, ProgressStyle};

use super::{
    challenge::Solver,
    citizen::Citizen,
    door::{Door, Refused},
    load,
    officer::Officer,
    plan::{Order, Run},
};

/// Share of the rate at full load at which latencies are goals.
const PACE: f64 = 0.7;

/// A run with everybody in it.
pub(super) struct Rehearsal {
    pub(super) order: Order,
    pub(super) run: Run,
    pub(super) door: Door,
    pub(super) solver: Solver,
    pub(super) officers: Vec<Arc<Officer>>,
    /// People whom an earlier run of the same seed has registered.
    left_out: AtomicUsize,
    /// What was refused that should not have been.
    failures: Mutex<Vec<String>>,
}

impl Rehearsal {
    pub(super) fn new(order: Order, run: Run, door: Door, officers: Vec<Arc<Officer>>) -> Arc<Self> {
        let (solver, left_out, failures) = (Solver::new(), AtomicUsize::new(0), Mutex::default());
        Arc::new(Self { order, run, door, solver, officers, left_out, failures })
    }

    /// Does one thing for each of them, `clients` at a time. Those for whom it failed are written down and stay behind.
    pub(super) async fn each<X, R, F>(
        self: &Arc<Self>,
        what: &'static str,
        jobs: Vec<(Arc<Citizen>, X)>,
        work: impl Fn(Arc<Self>, Arc<Citizen>, X, Option<Instant>) -> F + Clone + Send + 'static,
    ) -> Vec<(Arc<Citizen>, R)>
    where
        X: Send + 'static,
        R: Send + 'static,
        F: Future<Output = Result<R, Refused>> + Send + 'static,
    {
        let bar = progress(what, jobs.len());
        let (all, shown) = (self.clone(), bar.clone());
        let done = load::closed(jobs, self.order.clients, move |(citizen, job)| {
            let (all, shown, work) = (all.clone(), shown.clone(), work.clone());
            async move {
                let outcome = work(all.clone(), citizen.clone(), job, None).await;
                shown.inc(1);
                all.sort_out(what, citizen, outcome)
            }
        });
        let done = done.await.into_iter().flatten().collect();
        bar.finish_and_clear();
        done
    }

    /// The same at 70 % of a rate that full load has reached, each due at its time.
    pub(super) async fn each_paced<X, R, F>(
        self: &Arc<Self>,
        what: &'static str,
        jobs: Vec<(Arc<Citizen>, X)>,
        full_load: f64,
        work: impl Fn(Arc<Self>, Arc<Citizen>, X, Option<Instant>) -> F + Clone + Send + 'static,
    ) -> Vec<(Arc<Citizen>, R)>
    where
        X: Send + 'static,
        R: Send + 'static,
        F: Future<Output = Result<R, Refused>> + Send + 'static,
    {
        let bar = progress(what, jobs.len());
        let (all, shown) = (self.clone(), bar.clone());
        let done = load::paced(jobs, full_load * PACE, move |(citizen, job), due| {
            let (all, shown, work) = (all.clone(), shown.clone(), work.clone());
            async move {
                let outcome = work(all.clone(), citizen.clone(), job, Some(due)).await;
                shown.inc(1);
                all.sort_out(what, citizen, outcome)
            }
        });
        let done = done.await.into_iter().flatten().collect();
        bar.finish_and_clear();
        done
    }

    fn sort_out<R>(&self, what: &str, citizen: Arc<Citizen>, outcome: Result<R, Refused>) -> Option<(Arc<Citizen>, R)> {
        match outcome {
            Ok(result) => Some((citizen, result)),
            Err(refused) => {
                self.failed(format!("person {}, {what}: {refused}", citizen.place));
                None
            }
        }
    }

    /// Somebody cannot register again.
    pub(super) fn leave_out(&self) {
        self.left_out.fetch_add(1, Ordering::Relaxed);
    }

    /// How many could not.
    pub(super) fn left_out(&self) -> usize {
        self.left_out.load(Ordering::Relaxed)
    }

    /// Writes down what should not have been.
    pub(super) fn failed(&self, what: String) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    /// Everything that was written down.
    pub(super) fn failures(&self) -> Vec<String> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Jobs that are nothing but their people.
pub(super) fn plain(citizens: &[Arc<Citizen>]) -> Vec<(Arc<Citizen>, ())> {
    citizens.iter().map(|citizen| (citizen.clone(), ())).collect()
}

/// The people of jobs that are done.
pub(super) fn people<R>(done: Vec<(Arc<Citizen>, R)>) -> Vec<Arc<Citizen>> {
    done.into_iter().map(|(citizen, _)| citizen).collect()
}

/// indicatif draws to standard error, and only if that is a terminal.
pub(super) fn progress(what: &'static str, count: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:32} {bar:30} {pos}/{len}, {per_sec}, {eta} left");
    // The template is ours: without it the bar is only plainer.
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(count as u64).with_style(style).with_prefix(what)
}
