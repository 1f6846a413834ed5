//! The second transaction: the registration stands, and the others hear of it.

use chassis::{
    ambient::new_id,
    audit::{self, Entry},
    db::Tx,
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
    app::{App, master::employee_ref::employee_ref},
    domain::registration::{CONFIRMATION, Registration, State, Step},
    store::registration::{registrations, reservations},
    tells,
};

impl App {
    /// Completes a reservation; the same answer when the command's twin has completed it meanwhile.
    pub(super) async fn complete(&self, registration: RegistrationId) -> Result<Registration, RegisterError> {
        let app = self.clone();
        let complete = async move |mut tx| app.complete_in(&mut tx, registration).await;
        let (registration, newly) = self.db.write("complete_registration", complete).await?;
        if newly {
            counter!("epupns_registrations_total").increment(1);
        }
        Ok(registration)
    }

    /// The registration, and whether it was completed here.
    async fn complete_in(
        &self,
        tx: &mut Tx,
        registration: RegistrationId,
    ) -> Result<(Registration, bool), RegisterError> {
        if !registrations::lock(tx, registration).await? {
            return Err(RegisterError::ReservationEnded);
        }
        let kept = registrations::load(tx, registration).await?.ok_or(RegisterError::ReservationEnded)?;
        let mut registration = kept.registration;
        let life = match registration.life.after(Step::Complete) {
            Ok(life) => life,
            Err(_) if matches!(registration.life.state, State::Registered | State::Confirmed) => {
                return Ok((registration, false));
            }
            Err(_) => return Err(RegisterError::ReservationEnded),
        };
        let now = self.clock.now();
        let due_at = now + CONFIRMATION;
        reservations::complete(tx, registration.registration_id, life.version, now, due_at).await?;
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
        tells::registration_submitted(&self.outbox, tx, aggregate, &message).await?;
        let entry = Entry {
            actor: &format!("person:{}", registration.employee.employee_id),
            action: "register",
            subject_id: Some(registration.registration_id.as_uuid()),
            details: json!({ "campaign": registration.campaign_code, "agency": registration.employee.agency_code }),
        };
        audit::append(tx, SCHEMA, new_id(&self.clock), now, &entry).await?;
        registration.life = life;
        registration.registered_at = Some(now);
        registration.due_at = Some(due_at);
        Ok((registration, true))
    }
}
