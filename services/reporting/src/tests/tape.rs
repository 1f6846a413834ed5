//! The history of events in memory, in the order of their telling.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::app::ports::{History, Replay, Whence};
use chassis::events::Heard;
use futures::{FutureExt as _, future::BoxFuture};

/// Cloning shares it.
#[derive(Clone, Default)]
pub(crate) struct Tape(Arc<Mutex<Content>>);

#[derive(Default)]
struct Content {
    events: Vec<Heard>,
    /// What a rebuild has not settled as done; an event that was given out is not given twice at once.
    open: Option<BTreeSet<usize>>,
    forgotten: u32,
}

impl Tape {
    /// The stream has one event more.
    pub(crate) fn record(&self, event: &Heard) {
        let mut content = self.0.lock().unwrap();
        let place = content.events.len();
        content.events.push(event.clone());
        if let Some(open) = &mut content.open {
            open.insert(place);
        }
    }

    /// The stream has lost an event.
    pub(crate) fn lose(&self, message_name: &str) {
        let mut content = self.0.lock().unwrap();
        content.events.retain(|event| !event.message_name.ends_with(message_name));
    }

    /// How often a rebuild's progress was forgotten.
    pub(crate) fn forgotten(&self) -> u32 {
        self.0.lock().unwrap().forgotten
    }
}

impl History for Tape {
    fn replay(&self, whence: Whence) -> BoxFuture<'_, anyhow::Result<Box<dyn Replay>>> {
        let mut content = self.0.lock().unwrap();
        if whence == Whence::Start || content.open.is_none() {
            content.open = Some((0..content.events.len()).collect());
        }
        drop(content);
        let replay: Box<dyn Replay> = Box::new(Playing { tape: self.clone(), given: Vec::new() });
        async move { Ok(replay) }.boxed()
    }

    fn forget(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        let mut content = self.0.lock().unwrap();
        content.open = None;
        content.forgotten += 1;
        async { Ok(()) }.boxed()
    }
}

struct Playing {
    tape: Tape,
    given: Vec<usize>,
}

impl Replay for Playing {
    fn next(&mut self, count: usize, _: Duration) -> BoxFuture<'_, anyhow::Result<Vec<Heard>>> {
        let content = self.tape.0.lock().unwrap();
        let open = content.open.clone().unwrap_or_default();
        let next: Vec<usize> = open.into_iter().filter(|place| !self.given.contains(place)).take(count).collect();
        let events = next.iter().map(|place| content.events[*place].clone()).collect();
        drop(content);
        self.given.extend(next);
        async move { Ok(events) }.boxed()
    }

    fn settle(&mut self, done: Vec<bool>) -> BoxFuture<'_, anyhow::Result<()>> {
        let mut content = self.tape.0.lock().unwrap();
        for (place, done) in self.given.drain(..).zip(done) {
            if let (true, Some(open)) = (done, &mut content.open) {
                open.remove(&place);
            }
        }
        async { Ok(()) }.boxed()
    }
}
