//! Removes a rehearsal, a batch a call: a step is one transaction with the event that tells it, so that it can be stopped
//! anywhere and goes on where it stopped.

use chassis::{
    ambient::new_id,
    audit::{self, Entry, actor},
    db::Tx,
};
use kernel::{Caller, RehearsalAgency};
use proto::registration::v1::{PurgedPerson, RehearsalPurged};
use serde_json::json;

use crate::{
    SCHEMA,
    app::App,
    store::master::rehearsals::{self, Purged},
    tells,
};

/// People in one batch, and in one event about them: a transaction stays short.
pub(crate) const BATCH: u32 = 200;

/// What a call has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Step {
    /// Employees removed.
    pub(crate) people: u32,
    /// Their registrations, and rejected ones.
    pub(crate) registrations: u32,
    /// Their dossiers.
    pub(crate) dossiers: u32,
    /// Employees that are left.
    pub(crate) people_left: u64,
    /// Nothing is left to do.
    pub(crate) done: bool,
    /// The agency stays: somebody else belongs to it.
    pub(crate) agency_stays: bool,
}

impl App {
    /// Removes the next batch of people of the agency; after the last of them the agency itself.
    ///
    /// # Errors
    /// The database is away, or somebody writes about the same people: it can be called again.
    pub(crate) async fn purge_rehearsal(
        &self,
        caller: &Caller,
        agency: RehearsalAgency,
        at_most: u32,
    ) -> anyhow::Result<Step> {
        let (app, actor) = (self.clone(), actor(caller));
        let purge = async move |mut tx| app.purge_step(&mut tx, &actor, &agency, at_most).await;
        self.db.write("purge_rehearsal", purge).await
    }

    async fn purge_step(
        &self,
        tx: &mut Tx,
        actor: &str,
        agency: &RehearsalAgency,
        at_most: u32,
    ) -> anyhow::Result<Step> {
        let gone = rehearsals::purge_people(tx, agency, at_most).await?;
        let tombstones = rehearsals::purge_tombstones(tx, agency, at_most).await?;
        let people_left = rehearsals::count_people(tx, agency).await?.unsigned_abs();
        let mut step = Step {
            people: u32::try_from(gone.len())?,
            registrations: u32::try_from(gone.iter().map(|person| person.registrations.len()).sum::<usize>())?
                + u32::try_from(tombstones)?,
            dossiers: u32::try_from(gone.iter().map(|person| person.dossiers.len()).sum::<usize>())?,
            people_left,
            ..Step::default()
        };
        let mut agency_gone = false;
        if step.people == 0 && step.registrations == 0 {
            agency_gone = rehearsals::purge_agency(tx, agency).await?;
            (step.done, step.agency_stays) = (true, !agency_gone && rehearsals::stands(tx, agency).await?);
        }
        if step.people > 0 || agency_gone {
            let (agency_code, people) = (agency.as_str().to_owned(), gone.iter().map(purged).collect());
            let message = RehearsalPurged { agency_code, people, agency_gone };
            tells::rehearsal_purged(&self.outbox, tx, &message).await?;
        }
        if step.people > 0 || step.registrations > 0 || agency_gone {
            let details = json!({
                "agency": agency.as_str(),
                "people": step.people,
                "registrations": step.registrations,
                "dossiers": step.dossiers,
                "agency_gone": agency_gone,
            });
            let entry = Entry { actor, action: "purge_rehearsal", subject_id: None, details };
            audit::append(tx, SCHEMA, new_id(&self.clock), self.clock.now(), &entry).await?;
        }
        Ok(step)
    }
}

fn purged(person: &Purged) -> PurgedPerson {
    PurgedPerson {
        employee_id: person.employee.to_string(),
        registration_ids: person.registrations.iter().map(ToString::to_string).collect(),
        dossier_ids: person.dossiers.iter().map(ToString::to_string).collect(),
    }
}
