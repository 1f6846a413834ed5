//! Officers of level 2 confirm everybody, in bulk.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::{Value, json};

use super::super::{
    agencies::Stage,
    citizen::{Citizen, key},
    door::Refused,
    officer::Officer,
    operation::Operation,
    rehearsal::{Rehearsal, progress},
};

/// Decisions in one request.
const AT_ONCE: usize = 100;
/// How long the list may show nothing more of ours before those who wait are given up.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(200);

/// Confirms everybody; gives back who is confirmed.
pub(in crate::rehearse) async fn confirm(all: &Arc<Rehearsal>, citizens: Vec<Arc<Citizen>>) -> Vec<Arc<Citizen>> {
    let bar = progress("confirmation", citizens.len());
    let mut waiting: HashMap<String, Arc<Citizen>> = citizens
        .into_iter()
        .filter_map(|citizen| Some((citizen.told().registration.clone()?, citizen.clone())))
        .collect();
    let (mut confirmed, mut since) = (Vec::new(), Instant::now());
    while !waiting.is_empty() && since.elapsed() < PATIENCE {
        let before = waiting.len();
        for officer in all.officers.iter().filter(|officer| officer.office.stage == Stage::Bkd) {
            match confirm_page(all, officer, &waiting).await {
                Ok(ids) => confirmed.extend(ids.iter().filter_map(|id| waiting.remove(id))),
                Err(refused) => all.failed(format!("confirmation: {refused}")),
            }
        }
        bar.set_position(confirmed.len() as u64);
        if waiting.len() < before {
            since = Instant::now();
        } else {
            tokio::time::sleep(LOOK).await;
        }
    }
    bar.finish_and_clear();
    for citizen in waiting.values() {
        all.failed(format!("person {}: the registration was never confirmed", citizen.place));
    }
    confirmed
}

/// Confirms what waits for one officer and is of this run; the ids that are confirmed now.
async fn confirm_page(
    all: &Rehearsal,
    officer: &Officer,
    ours: &HashMap<String, Arc<Citizen>>,
) -> Result<Vec<String>, Refused> {
    let path = "/v1/registration-confirmations/searches";
    let pages = officer.pages(&all.door, path, "", "confirmations", Operation::ConfirmationPage).await?;
    let ids = pages.iter().filter_map(|waiting| waiting["registration_id"].as_str());
    let ids: Vec<&str> = ids.filter(|id| ours.contains_key(*id)).collect();
    let mut confirmed = Vec::new();
    for chunk in ids.chunks(AT_ONCE) {
        let decision = |id: &&str| json!({ "registration_id": id, "decision": "confirm", "seen": "qr" });
        let body = json!({ "decisions": chunk.iter().map(decision).collect::<Vec<_>>() });
        let request = (Method::POST, "/v1/registration-confirmations");
        let answer = officer.ask(&all.door, request, Some(&body), Some(&key()), Some(Operation::Confirmation)).await?;
        confirmed.extend(answer["results"].as_array().into_iter().flatten().filter_map(decided));
    }
    Ok(confirmed)
}

/// The id of what is confirmed, now or before.
fn decided(result: &Value) -> Option<String> {
    let done = result["state"] == "confirmed" || result["error_code"] == "ALREADY_DECIDED";
    result["registration_id"].as_str().filter(|_| done).map(str::to_owned)
}
