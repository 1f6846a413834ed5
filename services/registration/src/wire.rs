//! Campaigns and officers as messages carry them.

use chassis::wire::{jurisdiction_of, role_of, timestamp};
use proto::{identity::v1 as identity, registration::v1 as pb};

use crate::domain::{master::ticket_action::Approver, reference::campaign::Campaign};

/// A campaign on the wire.
pub(crate) fn campaign(campaign: &Campaign) -> pb::Campaign {
    pb::Campaign {
        code: campaign.code.clone(),
        name: campaign.name.clone(),
        opens_at: Some(timestamp(campaign.opens_at)),
        registration_closes_at: Some(timestamp(campaign.registration_closes_at)),
        submission_closes_at: Some(timestamp(campaign.submission_closes_at)),
        verification_closes_at: Some(timestamp(campaign.verification_closes_at)),
    }
}

/// What an officer may do, as an event names them; `None` when role or place is none that we know.
pub(crate) fn approver_of(caller: &identity::Caller) -> Option<Approver> {
    let role = role_of(caller.role())?;
    let jurisdiction = jurisdiction_of(caller.jurisdiction.as_ref()).ok()?;
    Some(Approver { role, jurisdiction })
}
