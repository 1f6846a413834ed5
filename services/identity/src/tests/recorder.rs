//! Stands where registration stands.

use std::sync::Mutex;

use crate::app::ports::{Employee, Registration};
use futures::future::{BoxFuture, FutureExt as _};
use kernel::{Nip, PersonId, RegistrationNumber};

/// Knows who was told to it.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) employees: Mutex<Vec<(Nip, PersonId, &'static str)>>,
    pub(crate) forgotten: Mutex<Vec<RegistrationNumber>>,
    pub(crate) away: Mutex<bool>,
}

impl Registration for Recorder {
    fn find_employee(&self, nip: Nip) -> BoxFuture<'_, anyhow::Result<Option<Employee>>> {
        let employees = self.employees.lock().unwrap();
        let found = employees.iter().find(|(known, ..)| *known == nip);
        let found = found.map(|(_, person_id, name)| Employee { person_id: *person_id, name: (*name).to_owned() });
        async { Ok(found) }.boxed()
    }

    fn is_forgotten(&self, number: RegistrationNumber) -> BoxFuture<'_, anyhow::Result<bool>> {
        let answer = if *self.away.lock().unwrap() {
            Err(anyhow::anyhow!("away"))
        } else {
            Ok(self.forgotten.lock().unwrap().contains(&number))
        };
        async { answer }.boxed()
    }
}
