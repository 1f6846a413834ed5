//! The second transaction: the registration stands, and the others hear of it.

use chassis::{
    ambient::new_id,
    audit::{self, Entry},
    events::Aggregate,
    wire::timestamp,
};
use kernel::RegistrationId;
use metrics::counter;
use proto::registration::v1::RegistrationSubmitted;
use serde_json::json;

use super::RegisterError;
use crate::{
    SCHEMA,
    app::{App, employee_ref::employee_ref},
    domain::registration::{CONFIRMATION, Registration, State, Step},
    events::publish,
    store::{registrations, reservations},
};

impl App {
    /// Completes a reservation; the same answer when the command's twin has completed it meanwhile.
    pub(super) async fn complete(&self, registration: RegistrationId) -> Result<Registration, RegisterError> {
        let mut tx = self.db.begin().await?;
        if !registrations::lock(&mut tx, registration).await? {
            return Err(RegisterError::ReservationEnded);
        }
        let kept = registrations::load(&mut tx, registration).await?.ok_or(RegisterError::ReservationEnded)?;
        let mut registration = kept.registration;
        let life = match registration.life.after(Step::Complete) {
            Ok(life) => life,
            Err(_) if matches!(registration.life.state, State::Registered | State::Confirmed) => {
                return Ok(registration);
            }
            Err(_) => return Err(RegisterError::ReservationEnded),
        };
        let now = self.clock.now();
        let due_at = now + CONFIRMATION;
        reservations::complete(&mut tx, registration.registration_id, life.version, now, due_at).await?;
        let message = RegistrationSubmitted {
            registration_id: registration.registration_id.to_string(),
            registration_number: registration.registration_number.to_string(),
            employee: Some(employee_ref(&registration.employee)),
            campaign_code: registration.campaign_code.clone(),
            registered_at: Some(timestamp(now)),
            due_at: Some(timestamp(due_at)),
            name: registration.employee.name.clone(),
        };
        let aggregate = Aggregate { id: registration.registration_id.as_uuid(), version: life.version };
        publish::registration_submitted(&self.outbox, &mut tx, aggregate, &message).await?;
        let entry = Entry {
            actor: &format!("person:{}", registration.employee.employee_id),
            action: "register",
            subject_id: Some(registration.registration_id.as_uuid()),
            details: json!({ "campaign": registration.campaign_code, "agency": registration.employee.agency_code }),
        };
        audit::append(&mut tx, SCHEMA, new_id(&self.clock), now, &entry).await?;
        tx.commit().await?;
        self.outbox.wake();
        counter!("epupns_registrations_total").increment(1);
        registration.life = life;
        registration.registered_at = Some(now);
        registration.due_at = Some(due_at);
        Ok(registration)
    }
}
