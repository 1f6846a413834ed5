//! The first transaction: a number and the NIP are taken, before anything costs a hash.

use anyhow::Context as _;
use chassis::{ambient::new_id, db::Tx, numbers::Numbers};
use kernel::{EmployeeId, RegistrationId, RegistrationNumber};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{RegisterError, same_person};
use crate::{
    SCHEMA,
    app::{App, registration::tokens::LookupToken},
    domain::{
        reference::campaign::{NotOpen, open_campaign},
        registration::{RESERVATION, Registration, State, Taken},
    },
    store::{
        master::employees,
        registration::{
            registration_tombstones,
            registrations::{self, Kept},
            reservations::{self, Reservation, Reserved},
        },
    },
};

/// What the number of a registration is drawn from.
const NUMBERS: Numbers = Numbers { schema: SCHEMA, name: "registration_number" };

impl App {
    /// Reserves, or finds what the same command reserved before: at whatever step it stands.
    pub(super) async fn reserve(
        &self,
        token: LookupToken,
        request_id: Uuid,
        fingerprint: [u8; 32],
    ) -> Result<Registration, RegisterError> {
        let app = self.clone();
        let reserve = async move |mut tx| app.reserve_in(&mut tx, &token, request_id, fingerprint).await;
        self.db.write("reserve_registration", reserve).await
    }

    async fn reserve_in(
        &self,
        tx: &mut Tx,
        token: &LookupToken,
        request_id: Uuid,
        fingerprint: [u8; 32],
    ) -> Result<Registration, RegisterError> {
        if let Some(found) = registrations::find_by_request(tx, request_id).await? {
            return resumed(tx, found, fingerprint).await;
        }
        if registration_tombstones::has_request(tx, request_id).await? {
            return Err(RegisterError::Erased);
        }
        let now = self.clock.now();
        let campaign = open_campaign(self.current_campaign(tx).await?, now)?;
        let employee = employees::find(tx, token.employee_id()).await?;
        let employee = employee.filter(|employee| employee.active).ok_or(RegisterError::TokenInvalid)?;
        same_person(token, &employee.nip)?;
        let rival = Rival { campaign_code: &campaign.code, employee_id: employee.employee_id, now };
        if registrations::find_live(tx, &campaign.code, employee.employee_id).await?.is_some() {
            return taken(tx, request_id, fingerprint, rival).await;
        }
        let number = NUMBERS.draw(tx, now, |place| RegistrationNumber::from_sequence(place, &self.number_key)).await?;
        let registration_id = RegistrationId::from(new_id(&self.clock));
        let reservation = Reservation {
            registration_id,
            registration_number: &number,
            campaign_code: &campaign.code,
            employee: &employee,
            request_id,
            request_fingerprint: fingerprint,
            now,
        };
        match reservations::reserve(tx, &reservation).await? {
            Reserved::Now => {
                let kept = registrations::load(tx, registration_id).await?.context("a reservation vanished")?;
                Ok(kept.registration)
            }
            Reserved::Before => {
                // A twin that was quicker has a number: the one drawn here is not kept beside it.
                tx.undo();
                taken(tx, request_id, fingerprint, rival).await
            }
            // It was open when it was looked at, and only one is open at a time.
            Reserved::CampaignGone => Err(NotOpen::NotYet { opens_at: None }.into()),
        }
    }
}

/// For whom somebody else may have been quicker.
struct Rival<'a> {
    campaign_code: &'a str,
    employee_id: EmployeeId,
    now: OffsetDateTime,
}

/// Somebody was quicker, perhaps by a moment only: this command's own twin, or a rival.
async fn taken(
    tx: &mut Tx,
    request_id: Uuid,
    fingerprint: [u8; 32],
    rival: Rival<'_>,
) -> Result<Registration, RegisterError> {
    if let Some(found) = registrations::find_by_request(tx, request_id).await? {
        return resumed(tx, found, fingerprint).await;
    }
    let live = registrations::find_live(tx, rival.campaign_code, rival.employee_id).await?;
    // Freed since it stood in the way: as good as a reservation that is about to be.
    let (state, reserved_at) = live.unwrap_or((State::Reserved, rival.now - RESERVATION));
    Err(RegisterError::Taken(Taken::by(state, reserved_at, rival.now)))
}

async fn resumed(tx: &mut Tx, found: RegistrationId, fingerprint: [u8; 32]) -> Result<Registration, RegisterError> {
    // Erased since it was found: whoever sends the command again finds a free NIP.
    let kept: Kept = registrations::load(tx, found).await?.ok_or(RegisterError::ReservationEnded)?;
    if kept.request_fingerprint != fingerprint {
        return Err(RegisterError::RequestIdReused);
    }
    Ok(kept.registration)
}
