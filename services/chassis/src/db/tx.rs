//! What the work of a write has in its hands.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
};

use sqlx::PgConnection;

use super::open::Open;

/// A transaction, lent to the work of [`Db::write`](super::Db::write), which ends it: nobody else can.
pub struct Tx {
    open: Option<Open>,
    said: Said,
    home: Home,
}

/// What the work leaves behind when it lets go of its transaction.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    /// An event was kept: the relay has something to carry.
    pub(super) told: bool,
    /// Nothing of it shall remain.
    pub(super) undone: bool,
}

impl Tx {
    pub(super) fn lend(open: Open) -> (Self, Home) {
        let home = Home::default();
        (Self { open: Some(open), said: Said::default(), home: home.clone() }, home)
    }

    /// Nothing that was written remains, although the work has an answer: what it learned is told, what it tried is not kept.
    pub fn undo(&mut self) {
        self.said.undone = true;
    }

    pub(crate) fn tells(&mut self) {
        self.said.told = true;
    }
}

/// The transaction goes home, however its work ends.
impl Drop for Tx {
    fn drop(&mut self) {
        if let Some(open) = self.open.take() {
            self.home.take_in(open, self.said);
        }
    }
}

impl Deref for Tx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        self.open.as_ref().expect("taken in drop only").shared()
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.open.as_mut().expect("taken in drop only").connection()
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx").field("said", &self.said).finish_non_exhaustive()
    }
}

/// A connection whose statements are transactions by themselves, lent to the work of
/// [`Db::statement`](super::Db::statement). It cannot tell: an event without a transaction around it and its fact would be
/// kept apart from it.
pub struct Statement(Tx);

impl Statement {
    pub(super) fn lend(open: Open) -> (Self, Home) {
        let (tx, home) = Tx::lend(open);
        (Self(tx), home)
    }
}

impl Deref for Statement {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.0
    }
}

impl DerefMut for Statement {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statement").finish_non_exhaustive()
    }
}

/// Where a lent transaction comes back to. Whoever lets go of it with the transaction inside lets that be closed.
#[derive(Clone, Default)]
pub(super) struct Home(Arc<Mutex<Option<(Open, Said)>>>);

impl Home {
    fn take_in(&self, open: Open, said: Said) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((open, said));
    }

    /// What came back; nothing where the work has given its transaction away.
    pub(super) fn back(&self) -> Result<(Open, Said), sqlx::Error> {
        let back = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        back.ok_or_else(|| sqlx::Error::Protocol("the work of a write has kept its transaction".into()))
    }
}
