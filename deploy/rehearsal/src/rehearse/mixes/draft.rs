//! People answer every field of their dossiers, one request per field: most "it is right", some a correction.

use std::{collections::HashMap, sync::Arc, time::Instant};

use reqwest::Method;
use serde_json::{Value, json};

use super::super::{
    citizen::{Citizen, Saved},
    door::{Call, Refused},
    operation::Operation,
    plan::split,
    rehearsal::{Rehearsal, people, plain},
};

/// Everybody corrects their name: all three stages have something to decide.
const NAME: &str = "nama";
/// One in three corrects the place of birth too, which ends at the second stage.
const BIRTH_PLACE: &str = "tempat_lahir";
const BIRTH_PLACES: [&str; 2] = ["Sampit", "Bogor"];

/// One answer to one field.
#[derive(Clone)]
struct Answer {
    key: String,
    revision: u64,
    correction: Option<String>,
}

/// Opens everybody's dossier and saves every field: most at full load, the rest at 70 % of what that reached.
pub(in crate::rehearse) async fn draft(all: &Arc<Rehearsal>, citizens: Vec<Arc<Citizen>>) -> Vec<Arc<Citizen>> {
    let opened = all.each("dossiers opened", plain(&citizens), open).await;
    let mut fields: HashMap<usize, usize> = HashMap::new();
    let (at_full_load, paced) = split(field_by_field(opened));
    for (citizen, _) in at_full_load.iter().chain(&paced) {
        *fields.entry(citizen.place).or_default() += 1;
    }
    let mut saved = people(all.each("draft saves", at_full_load, save).await);
    if let Some(figure) = all.door.clockwork.figure(Operation::DraftSave) {
        saved.extend(people(all.each_paced("draft saves at 70 %", paced, figure.per_second, save).await));
    }
    for citizen in saved {
        fields.entry(citizen.place).and_modify(|left| *left -= 1);
    }
    let complete = |citizen: &Arc<Citizen>| fields.get(&citizen.place) == Some(&0);
    citizens.into_iter().filter(complete).collect()
}

async fn open(all: Arc<Rehearsal>, citizen: Arc<Citizen>, (): (), _: Option<Instant>) -> Result<Vec<Answer>, Refused> {
    let dossier = citizen.read(&all.door, "/v1/me/dossier", Some(Operation::DossierOpened)).await?;
    Ok(answers(citizen.place, &dossier))
}

/// The first field of everybody, then the second: people do not queue up behind each other.
fn field_by_field(opened: Vec<(Arc<Citizen>, Vec<Answer>)>) -> Vec<(Arc<Citizen>, Answer)> {
    let most = opened.iter().map(|(_, answers)| answers.len()).max().unwrap_or(0);
    let nth = |at: usize| {
        opened.iter().filter_map(move |(citizen, answers)| Some((citizen.clone(), answers.get(at)?.clone())))
    };
    (0..most).flat_map(nth).collect()
}

/// What a person of this place answers to every open field that has a database value.
fn answers(place: usize, dossier: &Value) -> Vec<Answer> {
    let open = |field: &&Value| field["open"] == true && field["read_only"] == false;
    let fields = dossier["fields"].as_array().into_iter().flatten().filter(open);
    fields
        .filter_map(|field| {
            let (key, value) = (field["key"].as_str()?, field["database_value"].as_str()?);
            let correction = match key {
                NAME => Some(format!("{value} Geladi")),
                BIRTH_PLACE if place.is_multiple_of(3) => {
                    BIRTH_PLACES.into_iter().find(|other| *other != value).map(str::to_owned)
                }
                _ => None,
            };
            let answer = Answer { key: key.to_owned(), revision: field["revision"].as_u64()?, correction };
            (!value.is_empty()).then_some(answer)
        })
        .collect()
}

async fn save(all: Arc<Rehearsal>, citizen: Arc<Citizen>, answer: Answer, due: Option<Instant>) -> Result<(), Refused> {
    let timed = if due.is_some() { Operation::DraftSavePaced } else { Operation::DraftSave };
    let mut field = json!({ "key": answer.key, "revision": answer.revision });
    match &answer.correction {
        Some(correction) => field["correction"] = json!(correction),
        None => field["check"] = json!(true),
    }
    let body = json!({ "fields": [field] });
    let call = Call::new(Method::PATCH, "/v1/me/dossier", &citizen.device);
    let saved = citizen.send(&all.door, Call { body: Some(&body), timed: Some(timed), ..call }, due).await?;
    let revision = saved["fields"][0]["revision"].as_u64().unwrap_or_default();
    citizen.told().saved.insert(answer.key, Saved { revision, correction: answer.correction });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(key: &str, value: &str, open: bool) -> Value {
        json!({ "key": key, "revision": 0, "database_value": value, "open": open, "read_only": false })
    }

    #[test]
    fn everybody_corrects_the_name_and_some_the_place_of_birth() {
        let dossier = json!({ "fields": [
            field("nama", "SITI", true), field("tempat_lahir", "Sampit", true), field("agama", "Islam", true),
            field("alamat", "", true), field("nik", "1", false),
        ] });
        let corrections = |place| {
            let answers = answers(place, &dossier).into_iter();
            answers.map(|answer| (answer.key, answer.correction)).collect::<Vec<_>>()
        };
        let owned = |key: &str, correction: Option<&str>| (key.to_owned(), correction.map(str::to_owned));
        let name = owned("nama", Some("SITI Geladi"));
        assert_eq!(corrections(1), [name.clone(), owned("tempat_lahir", None), owned("agama", None)]);
        assert_eq!(corrections(3), [name, owned("tempat_lahir", Some("Bogor")), owned("agama", None)]);
    }
}
