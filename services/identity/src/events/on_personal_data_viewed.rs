//! Somebody was shown personal data of others: each of those gets a line in their access log.

use anyhow::Context as _;
use chassis::{db::Tx, wire::instant};
use kernel::PersonId;
use prost_types::Timestamp;
use proto::{
    helpdesk::v1::PersonalDataViewed as ViewedInHelpdesk, registration::v1::PersonalDataViewed,
    verification::v1::PersonalDataViewed as ViewedInVerification,
};
use uuid::Uuid;

use crate::store::{
    access_log::{self, Viewing},
    accounts,
};

/// What whoever shows personal data tells: the same fields, whoever it is.
pub(super) struct Seen {
    viewer_id: String,
    subject_ids: Vec<String>,
    field_group: String,
    purpose: String,
    viewed_at: Option<Timestamp>,
}

impl From<PersonalDataViewed> for Seen {
    fn from(event: PersonalDataViewed) -> Self {
        let PersonalDataViewed { viewer_id, subject_ids, field_group, purpose, viewed_at } = event;
        Self { viewer_id, subject_ids, field_group, purpose, viewed_at }
    }
}

impl From<ViewedInVerification> for Seen {
    fn from(event: ViewedInVerification) -> Self {
        let ViewedInVerification { viewer_id, subject_ids, field_group, purpose, viewed_at } = event;
        Self { viewer_id, subject_ids, field_group, purpose, viewed_at }
    }
}

impl From<ViewedInHelpdesk> for Seen {
    fn from(event: ViewedInHelpdesk) -> Self {
        let ViewedInHelpdesk { viewer_id, subject_ids, field_group, purpose, viewed_at } = event;
        Self { viewer_id, subject_ids, field_group, purpose, viewed_at }
    }
}

/// Every passport comes from an account kept here: a viewer without one contradicts it, and is parked for people to see.
pub(super) async fn hear(tx: &mut Tx, event_id: Uuid, seen: Seen) -> anyhow::Result<()> {
    let viewer_id = PersonId::parse(&seen.viewer_id)?;
    let subjects: Result<Vec<Uuid>, _> =
        seen.subject_ids.iter().map(|id| PersonId::parse(id).map(PersonId::as_uuid)).collect();
    let viewed_at = seen.viewed_at.as_ref().and_then(instant).context("viewed at no time")?;
    let office = accounts::find_office(tx, viewer_id, viewed_at).await?;
    let (role, jurisdiction) = office.context("somebody without an account was shown personal data")?;
    let viewing = Viewing {
        event_id,
        subjects: &subjects?,
        viewer_id,
        role,
        jurisdiction: &jurisdiction,
        field_group: &seen.field_group,
        purpose: &seen.purpose,
        viewed_at,
    };
    Ok(access_log::insert(tx, &viewing).await?)
}
