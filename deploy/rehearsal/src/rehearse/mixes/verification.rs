//! Officers take every dossier through the three stages: a claim and a completion each.

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
    clockwork::Retries,
    door::Refused,
    officer::Officer,
    operation::Operation,
    rehearsal::Rehearsal,
};

/// How long a stage may see nothing more of ours before what waits is given up.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(100);

/// A dossier that waits for an officer.
#[derive(Clone)]
struct Waiting {
    officer: Arc<Officer>,
    dossier: String,
    submission: u64,
}

/// Decides everybody's dossier at each stage; gives back whose passed them all.
pub(in crate::rehearse) async fn verify(all: &Arc<Rehearsal>, citizens: Vec<Arc<Citizen>>) -> Vec<Arc<Citizen>> {
    let mut through = citizens;
    for stage in Stage::ALL {
        through = one_stage(all, stage, through).await;
    }
    through
}

async fn one_stage(all: &Arc<Rehearsal>, stage: Stage, citizens: Vec<Arc<Citizen>>) -> Vec<Arc<Citizen>> {
    let mut waiting: HashMap<String, Arc<Citizen>> =
        citizens.into_iter().map(|citizen| (citizen.number(), citizen)).collect();
    let (mut through, mut since) = (Vec::new(), Instant::now());
    while !waiting.is_empty() && since.elapsed() < PATIENCE {
        let mut jobs = Vec::new();
        for officer in all.officers.iter().filter(|officer| officer.office.stage == stage) {
            match awaiting(all, officer, &waiting).await {
                Ok(found) => jobs.extend(found),
                Err(refused) => all.failed(format!("worklist of {}: {refused}", stage.as_str())),
            }
        }
        if jobs.is_empty() {
            tokio::time::sleep(LOOK).await;
            continue;
        }
        // Who fails at a stage stays behind: trying again would only hide it.
        for (citizen, _) in &jobs {
            waiting.remove(&citizen.number());
        }
        let decided =
            all.each(stage.as_str(), jobs, move |all, citizen, job, _| decide(all, stage, citizen, job)).await;
        through.extend(decided.into_iter().map(|(citizen, ())| citizen));
        since = Instant::now();
    }
    for citizen in waiting.values() {
        all.failed(format!("person {}: the dossier never waited at stage {}", citizen.place, stage.as_str()));
    }
    through
}

/// What waits for one officer and is of this run.
async fn awaiting(
    all: &Rehearsal,
    officer: &Arc<Officer>,
    ours: &HashMap<String, Arc<Citizen>>,
) -> Result<Vec<(Arc<Citizen>, Waiting)>, Refused> {
    let path = "/v1/worklist/searches";
    let entries = officer.pages(&all.door, path, "", "entries", Operation::WorklistPage).await?;
    let mut seen = HashMap::new();
    for entry in &entries {
        // A page that moved under our feet may show a dossier twice.
        if let Some((number, found)) = found(officer, entry) {
            seen.insert(number, found);
        }
    }
    Ok(seen.into_iter().filter_map(|(number, found)| Some((ours.get(&number)?.clone(), found))).collect())
}

fn found(officer: &Arc<Officer>, entry: &Value) -> Option<(String, Waiting)> {
    let dossier = entry["dossier_id"].as_str()?.to_owned();
    let waiting = Waiting { officer: officer.clone(), dossier, submission: entry["submission"].as_u64()? };
    Some((entry["registration_number"].as_str()?.to_owned(), waiting))
}

async fn decide(all: Arc<Rehearsal>, stage: Stage, citizen: Arc<Citizen>, job: Waiting) -> Result<(), Refused> {
    let (start, door, key) = (Instant::now(), &all.door, key());
    let path = format!("/v1/worklist/{}/claim", job.dossier);
    job.officer.ask(door, (Method::PUT, &path), None, None, Some(Operation::Claim)).await?;
    let path = format!("/v1/worklist/{}/completion", job.dossier);
    let body = json!({ "submission": job.submission, "rest_ok": true });
    let request = (Method::POST, path.as_str());
    let answer = job.officer.ask(door, request, Some(&body), Some(&key), Some(Operation::Completion)).await?;
    door.clockwork.done(decision_of(stage), start, Retries::default());
    let next = Stage::ALL.into_iter().find(|next| *next > stage).map(Stage::as_str);
    if answer["next_stage"].as_str() != next {
        all.failed(format!("person {}: stage {} was not followed by {next:?}", citizen.place, stage.as_str()));
    }
    citizen.told().completed.push(stage);
    Ok(())
}

fn decision_of(stage: Stage) -> Operation {
    match stage {
        Stage::Skpd => Operation::VerificationSkpd,
        Stage::Bkd => Operation::VerificationBkd,
        Stage::KanregBkn => Operation::VerificationKanregBkn,
    }
}
