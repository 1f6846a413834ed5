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

use crate::app::{App, log_viewing::LogViewing};

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

pub(super) async fn hear(app: &App, tx: &mut Tx, event_id: Uuid, seen: Seen) -> anyhow::Result<()> {
    let subjects: Result<Vec<PersonId>, _> = seen.subject_ids.iter().map(|id| PersonId::parse(id)).collect();
    let viewing = LogViewing {
        event_id,
        viewer_id: PersonId::parse(&seen.viewer_id)?,
        subjects: subjects?,
        field_group: seen.field_group,
        purpose: seen.purpose,
        viewed_at: seen.viewed_at.as_ref().and_then(instant).context("viewed at no time")?,
    };
    app.log_viewing(tx, &viewing).await
}
