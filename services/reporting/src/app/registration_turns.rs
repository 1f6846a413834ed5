//! What happens to registrations in a batch of events: of each one in its order, of all together in few statements.

use std::collections::{BTreeMap, HashMap};

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{domain::registration::Registration, store::view_registrations};

/// The first thing that happens to each registration is in the first turn, the second in the second.
#[derive(Default)]
pub(crate) struct RegistrationTurns {
    taken: HashMap<Uuid, usize>,
    turns: Vec<Turn>,
    campaigns: BTreeMap<String, OffsetDateTime>,
}

/// No two of one registration.
#[derive(Default)]
struct Turn {
    submitted: Vec<Registration>,
    confirmed: Vec<(Uuid, OffsetDateTime)>,
    rejected: Vec<(Uuid, OffsetDateTime)>,
    lapsed: Vec<Uuid>,
}

impl RegistrationTurns {
    /// It is made.
    pub(crate) fn submit(&mut self, registration: Registration) {
        let Registration { registration_id, registered_at, .. } = registration;
        let first = self.campaigns.entry(registration.campaign_code.clone()).or_insert(registered_at);
        *first = (*first).min(registered_at);
        self.turn(registration_id).submitted.push(registration);
    }

    /// It is genuine.
    pub(crate) fn confirm(&mut self, registration_id: Uuid, at: OffsetDateTime) {
        self.turn(registration_id).confirmed.push((registration_id, at));
    }

    /// It is not.
    pub(crate) fn reject(&mut self, registration_id: Uuid, at: OffsetDateTime) {
        self.turn(registration_id).rejected.push((registration_id, at));
    }

    pub(super) fn lapse(&mut self, registration_id: Uuid) {
        self.turn(registration_id).lapsed.push(registration_id);
    }

    fn turn(&mut self, registration_id: Uuid) -> &mut Turn {
        let taken = self.taken.entry(registration_id).or_default();
        let at = *taken;
        *taken += 1;
        if self.turns.len() <= at {
            self.turns.push(Turn::default());
        }
        &mut self.turns[at]
    }

    pub(super) async fn write(self, connection: &mut PgConnection, generation: i64) -> Result<(), sqlx::Error> {
        for Turn { submitted, confirmed, rejected, lapsed } in self.turns {
            if !submitted.is_empty() {
                view_registrations::submit(connection, generation, &submitted).await?;
            }
            if !confirmed.is_empty() {
                view_registrations::confirm(connection, generation, &confirmed).await?;
            }
            if !rejected.is_empty() {
                view_registrations::reject(connection, generation, &rejected).await?;
            }
            if !lapsed.is_empty() {
                view_registrations::lapse(connection, generation, &lapsed).await?;
            }
        }
        for (campaign, first) in self.campaigns {
            view_registrations::note_campaign(connection, generation, &campaign, first).await?;
        }
        Ok(())
    }
}
