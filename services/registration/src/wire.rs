//! Campaigns, stages and officers as messages carry them.

use chassis::wire::timestamp;
use kernel::{AgencyCode, Jurisdiction, KanregCode, Role, Stage, UnitCode};
use proto::{
    identity::v1::{self as identity, jurisdiction::Area},
    registration::v1 as pb,
};

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

/// A stage on the wire.
pub(crate) fn stage(stage: Stage) -> pb::Stage {
    match stage {
        Stage::Skpd => pb::Stage::Skpd,
        Stage::Bkd => pb::Stage::Bkd,
        Stage::KanregBkn => pb::Stage::KanregBkn,
    }
}

/// The stage that a message means; `None` for none.
pub(crate) fn stage_of(stage: pb::Stage) -> Option<Stage> {
    match stage {
        pb::Stage::Unspecified => None,
        pb::Stage::Skpd => Some(Stage::Skpd),
        pb::Stage::Bkd => Some(Stage::Bkd),
        pb::Stage::KanregBkn => Some(Stage::KanregBkn),
    }
}

/// What an officer may do, as an event names them; `None` when role or place is none that we know.
pub(crate) fn approver_of(caller: &identity::Caller) -> Option<Approver> {
    let role = match caller.role() {
        identity::Role::Unspecified => return None,
        identity::Role::Employee => Role::Employee,
        identity::Role::Verifier1 => Role::Verifier1,
        identity::Role::Verifier2 => Role::Verifier2,
        identity::Role::Verifier3 => Role::Verifier3,
        identity::Role::Helpdesk => Role::Helpdesk,
        identity::Role::AgencyAdmin => Role::AgencyAdmin,
        identity::Role::BknAdmin => Role::BknAdmin,
        identity::Role::AgencySystem => Role::AgencySystem,
    };
    let jurisdiction = match caller.jurisdiction.as_ref()?.area.as_ref()? {
        Area::UnitCode(code) => Jurisdiction::Unit(UnitCode::parse(code).ok()?),
        Area::AgencyCode(code) => Jurisdiction::Agency(AgencyCode::parse(code).ok()?),
        Area::KanregCode(code) => Jurisdiction::Kanreg(KanregCode::parse(code).ok()?),
        Area::Nation(nation) => nation.then_some(Jurisdiction::Nation)?,
        Area::Rehearsal(rehearsal) => rehearsal.then_some(Jurisdiction::Rehearsal)?,
    };
    Some(Approver { role, jurisdiction })
}
