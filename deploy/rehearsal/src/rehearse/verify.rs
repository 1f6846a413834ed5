//! After the load: whether all that was acknowledged is there, once, as far as the public door shows it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde::Serialize;
use serde_json::Value;

use super::{
    agencies::Stage,
    citizen::{Citizen, Told},
    door::Refused,
    plan::Load,
    rehearsal::{Rehearsal, plain},
};

/// How long an acknowledged completion may take to become final, and to be shown.
const FINAL_WITHIN: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(200);

/// What was found.
#[derive(Debug, Default, Serialize)]
pub(super) struct Verification {
    /// People of the run.
    pub(super) people: usize,
    /// Left out: registered by an earlier run of the same seed.
    pub(super) left_out: usize,
    /// Registrations that were acknowledged.
    pub(super) registered: usize,
    /// Submissions that were acknowledged.
    pub(super) submitted: usize,
    /// Dossiers that are final.
    pub(super) r#final: usize,
    /// Acknowledged, and not to be read.
    pub(super) lost: Vec<String>,
    /// Two numbers, two submissions, two verdicts of one stage.
    pub(super) double: Vec<String>,
    /// Refused, or never come about, that should have been.
    pub(super) failed: Vec<String>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub(super) fn holds(&self) -> bool {
        self.lost.is_empty() && self.double.is_empty() && self.failed.is_empty()
    }
}

/// What is wrong with one person's acknowledgements.
#[derive(Debug, PartialEq, Eq)]
enum Wrong {
    Lost(String),
    Double(String),
}

/// Reads everybody's own view and compares it with what they were told.
pub(super) async fn verify(all: &Arc<Rehearsal>, citizens: &[Arc<Citizen>]) -> Verification {
    let registered = citizens.iter().filter(|citizen| !citizen.told().numbers.is_empty());
    let registered: Vec<Arc<Citizen>> = registered.cloned().collect();
    let readers: Vec<_> = registered.iter().filter(|citizen| citizen.is_signed_in()).cloned().collect();
    let wrong = Arc::new(Mutex::new(Vec::new()));
    let found = wrong.clone();
    let with_dossiers = all.order.has(Load::Draft);
    let read = all.each("verification", plain(&readers), move |all, citizen, (), _| {
        let found = found.clone();
        async move {
            let told = citizen.told().clone();
            let (dossier, review) =
                if with_dossiers { settled(&all, &citizen, &told).await? } else { Default::default() };
            let mut more = of_numbers(&told);
            if with_dossiers {
                more.extend(of_dossier(&told, &dossier));
                more.extend(of_review(&told, &review));
            }
            let more = more.into_iter().map(|wrong| (citizen.place, wrong));
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(more);
            Ok(dossier["state"] == "final")
        }
    });
    let r#final = read.await.into_iter().filter(|(_, is_final)| *is_final).count();
    let mut verification = Verification {
        people: citizens.len(),
        registered: registered.len(),
        submitted: registered.iter().filter(|citizen| !citizen.told().submissions.is_empty()).count(),
        left_out: all.left_out(),
        r#final,
        double: numbers_of_two(&registered),
        ..Verification::default()
    };
    for citizen in registered.iter().filter(|citizen| !citizen.is_signed_in()) {
        let numbers = of_numbers(&citizen.told()).into_iter().map(|wrong| (citizen.place, wrong));
        wrong.lock().unwrap_or_else(PoisonError::into_inner).extend(numbers);
    }
    for (place, wrong) in wrong.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        match wrong {
            Wrong::Lost(what) => verification.lost.push(format!("person {place}: {what}")),
            Wrong::Double(what) => verification.double.push(format!("person {place}: {what}")),
        }
    }
    verification.failed = all.failures();
    verification
}

/// Dossier and review, as soon as they show what was completed: events travel between them.
async fn settled(all: &Rehearsal, citizen: &Citizen, told: &Told) -> Result<(Value, Value), Refused> {
    let began = Instant::now();
    let over = told.completed.len() == Stage::ALL.len();
    loop {
        let dossier = citizen.read(&all.door, "/v1/me/dossier", None).await?;
        let review = match told.submissions.is_empty() {
            true => Value::Null,
            false => match citizen.read(&all.door, "/v1/me/dossier/review", None).await {
                // Submitted a moment ago.
                Err(refused) if refused.code == "REVIEW_NOT_FOUND" => Value::Null,
                review => review?,
            },
        };
        let done = told.submissions.is_empty() || !over && review != Value::Null;
        if done || dossier["state"] == "final" && review["state"] == "final" || began.elapsed() > FINAL_WITHIN {
            return Ok((dossier, review));
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// A number that two people were told.
fn numbers_of_two(registered: &[Arc<Citizen>]) -> Vec<String> {
    let mut owners: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for citizen in registered {
        for number in &citizen.told().numbers {
            owners.entry(number.clone()).or_default().insert(citizen.place);
        }
    }
    let twice = owners.into_iter().filter(|(_, people)| people.len() > 1);
    twice.map(|(number, people)| format!("number {number} belongs to people {people:?}")).collect()
}

/// One registration, one number.
fn of_numbers(told: &Told) -> Vec<Wrong> {
    let numbers: BTreeSet<&String> = told.numbers.iter().collect();
    if numbers.len() > 1 { vec![Wrong::Double(format!("was told the numbers {numbers:?}"))] } else { Vec::new() }
}

/// Number, saved fields, submission, final status.
fn of_dossier(told: &Told, dossier: &Value) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let number = told.numbers.first().map(String::as_str);
    if dossier["registration_number"].as_str() != number {
        wrong.push(Wrong::Lost("the dossier is not that of the acknowledged number".to_owned()));
    }
    for (key, saved) in &told.saved {
        let field = dossier["fields"].as_array().into_iter().flatten().find(|field| field["key"] == key.as_str());
        let kept = field.is_some_and(|field| {
            let newest = field["revision"].as_u64() >= Some(saved.revision);
            // Applied, it is the database's value.
            let value = |name: &str| field[name].as_str() == saved.correction.as_deref();
            newest && (saved.correction.is_none() || value("correction") || value("database_value"))
        });
        if !kept {
            wrong.push(Wrong::Lost(format!("a saved field, {key}")));
        }
    }
    let submission = dossier["submission"].as_u64().unwrap_or_default();
    for told in &told.submissions {
        match submission.cmp(told) {
            std::cmp::Ordering::Less => wrong.push(Wrong::Lost(format!("submission {told}"))),
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Greater => wrong.push(Wrong::Double(format!("submission {submission} after {told}"))),
        }
    }
    if told.completed.len() == Stage::ALL.len() && dossier["state"] != "final" {
        wrong.push(Wrong::Lost("three stages were completed, and the dossier is not final".to_owned()));
    }
    wrong
}

/// Every completed stage has said something of the name, once: all three decide it.
fn of_review(told: &Told, review: &Value) -> Vec<Wrong> {
    const DECIDED_BY_ALL: &str = "nama";
    let fields = review["fields"].as_array().into_iter().flatten();
    let verdicts = fields.filter(|field| field["key"] == DECIDED_BY_ALL);
    let verdicts: Vec<&str> = verdicts
        .flat_map(|field| field["verdicts"].as_array().into_iter().flatten())
        .filter_map(|verdict| verdict["stage"].as_str())
        .collect();
    let mut wrong = Vec::new();
    for stage in Stage::ALL {
        let said = verdicts.iter().filter(|said| **said == stage.as_str()).count();
        if said > 1 {
            wrong.push(Wrong::Double(format!("{said} verdicts of stage {}", stage.as_str())));
        }
        if said == 0 && told.completed.contains(&stage) {
            wrong.push(Wrong::Lost(format!("the verdict of stage {}", stage.as_str())));
        }
    }
    if told.completed.len() == Stage::ALL.len() && review["state"] != "final" {
        wrong.push(Wrong::Lost("three stages were completed, and the review is not final".to_owned()));
    }
    wrong
}

#[cfg(test)]
mod tests;
