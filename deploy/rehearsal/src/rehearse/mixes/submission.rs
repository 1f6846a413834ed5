//! People submit their dossiers.

use std::{sync::Arc, time::Instant};

use reqwest::Method;
use serde_json::json;

use super::super::{
    citizen::Citizen,
    door::{Call, Refused},
    operation::Operation,
    rehearsal::{Rehearsal, people, plain},
};

/// One in so many sends the same request again afterwards: it must get the same submission.
const SENT_AGAIN: usize = 20;

/// Submits everybody's dossier.
pub(in crate::rehearse) async fn submit(all: &Arc<Rehearsal>, citizens: Vec<Arc<Citizen>>) -> Vec<Arc<Citizen>> {
    let ready = all.each("declarations read", plain(&citizens), declaration).await;
    let again: Vec<_> = ready.iter().step_by(SENT_AGAIN).cloned().collect();
    let submitted = people(all.each("submission", ready, one).await);
    all.each("submission sent again", again, send_again).await;
    submitted
}

async fn declaration(all: Arc<Rehearsal>, citizen: Arc<Citizen>, (): (), _: Option<Instant>) -> Result<u64, Refused> {
    let dossier = citizen.read(&all.door, "/v1/me/dossier", None).await?;
    Ok(dossier["declaration"]["version"].as_u64().unwrap_or_default())
}

async fn one(all: Arc<Rehearsal>, citizen: Arc<Citizen>, version: u64, _: Option<Instant>) -> Result<(), Refused> {
    send(&all, &citizen, version, Some(Operation::Submission)).await
}

/// Only of whoever was told a submission.
async fn send_again(
    all: Arc<Rehearsal>,
    citizen: Arc<Citizen>,
    version: u64,
    _: Option<Instant>,
) -> Result<(), Refused> {
    if citizen.told().submissions.is_empty() {
        return Ok(());
    }
    send(&all, &citizen, version, None).await
}

async fn send(all: &Rehearsal, citizen: &Citizen, version: u64, timed: Option<Operation>) -> Result<(), Refused> {
    let body = json!({ "declaration_version": version, "agreed": true });
    let call = Call::new(Method::POST, "/v1/me/dossier/submission", &citizen.device);
    let call = Call { body: Some(&body), key: Some(&citizen.submission_key), timed, ..call };
    let answer = citizen.send(&all.door, call, None).await?;
    citizen.told().submissions.insert(answer["submission"].as_u64().unwrap_or_default());
    Ok(())
}
