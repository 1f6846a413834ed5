//! Registration's place in tests of this service: knows the people of the fixtures, and is away when it is told to.

use std::sync::Mutex;

use crate::app::ports::{Away, Employee, Employees};
use futures::future::BoxFuture;
use kernel::{AgencyCode, Nip};
use tonic::Code;

use super::fixtures::Someone;

/// Knows everybody.
#[derive(Default)]
pub(crate) struct Recorder {
    away: Mutex<bool>,
    asked: Mutex<Vec<String>>,
}

impl Recorder {
    pub(crate) fn is_away(&self, away: bool) {
        *self.away.lock().unwrap() = away;
    }

    /// For whom it was asked.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Employees for Recorder {
    fn find(&self, nip: Nip) -> BoxFuture<'_, Result<Option<Employee>, Away>> {
        Box::pin(async move {
            self.asked.lock().unwrap().push(nip.expose().to_owned());
            if *self.away.lock().unwrap() {
                return Err(Away(Code::Unavailable));
            }
            let someone = Someone::ALL.into_iter().find(|someone| someone.nip() == nip.expose());
            Ok(someone.map(|someone| Employee {
                person_id: someone.employee_id().into(),
                agency_code: AgencyCode::parse(someone.agency()).unwrap(),
            }))
        })
    }
}
