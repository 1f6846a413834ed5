//! People look themselves up and register.

use std::{sync::Arc, time::Instant};

use reqwest::Method;
use serde_json::{Value, json};

use super::super::{
    challenge::{USES, receipt},
    citizen::Citizen,
    door::{Call, Door, Refused},
    operation::Operation,
    plan::{Run, split},
    rehearsal::{Rehearsal, people},
};

/// One in so many sends the same request again afterwards: it must get the same number.
const SENT_AGAIN: usize = 20;

/// Looks everybody up beside the timing, then registers them: most at full load, the rest at 70 % of what that reached.
pub(in crate::rehearse) async fn register(all: &Arc<Rehearsal>, citizens: Vec<Arc<Citizen>>) -> Vec<Arc<Citizen>> {
    let found = look_up(all, citizens).await;
    if found.is_empty() {
        all.failed("nobody could be looked up: if all were left out, take another --seed".to_owned());
    }
    let again: Vec<_> = found.iter().step_by(SENT_AGAIN).cloned().collect();
    let (at_full_load, paced) = split(found);
    let mut registered = people(all.each("registration", at_full_load, one).await);
    if let Some(figure) = all.door.clockwork.figure(Operation::Registration) {
        registered.extend(people(all.each_paced("registration at 70 %", paced, figure.per_second, one).await));
    }
    // Not timed: an answer that is kept costs other work than one that is made.
    all.each("registration sent again", again, send_again).await;
    registered
}

/// Whoever has registered in an earlier run of the same seed is left out.
async fn look_up(all: &Arc<Rehearsal>, citizens: Vec<Arc<Citizen>>) -> Vec<(Arc<Citizen>, String)> {
    let groups: Vec<(Arc<Citizen>, Vec<Arc<Citizen>>)> =
        citizens.chunks(USES).map(|group| (group[0].clone(), group.to_vec())).collect();
    let found = all.each("challenges and look-ups", groups, |all, _, group, _| async move {
        let (mut found, mut challenge) = (Vec::new(), None);
        for citizen in group {
            let body = json!({ "nip": citizen.person.nip, "nik": citizen.person.nik });
            let call = Call::new(Method::POST, "/v1/employee-lookups", &citizen.device);
            match all.solver.ask(&all.door, call, body, "registration", challenge).await {
                Ok(answer) => {
                    challenge = receipt(&answer);
                    let token = answer["lookup_token"].as_str().unwrap_or_default().to_owned();
                    found.push((citizen.clone(), token));
                }
                Err(refused) if refused.code == "ALREADY_REGISTERED" => {
                    all.leave_out();
                    challenge = refused.receipt;
                }
                Err(refused) => return Err(refused),
            }
        }
        Ok(found)
    });
    found.await.into_iter().flat_map(|(_, found)| found).collect()
}

async fn one(
    all: Arc<Rehearsal>,
    citizen: Arc<Citizen>,
    lookup_token: String,
    due: Option<Instant>,
) -> Result<(), Refused> {
    let timed = if due.is_some() { Operation::RegistrationPaced } else { Operation::Registration };
    let answer = send(&all.door, &citizen, &form(&lookup_token, &all.run), Some(timed), due).await?;
    let mut told = citizen.told();
    told.numbers.push(number(&answer));
    told.registration = answer["registration"]["registration_id"].as_str().map(str::to_owned);
    Ok(())
}

/// Only of whoever was told a number: the same key and body must give it again.
async fn send_again(
    all: Arc<Rehearsal>,
    citizen: Arc<Citizen>,
    lookup_token: String,
    _: Option<Instant>,
) -> Result<(), Refused> {
    if citizen.number().is_empty() {
        return Ok(());
    }
    let answer = send(&all.door, &citizen, &form(&lookup_token, &all.run), None, None).await?;
    citizen.told().numbers.push(number(&answer));
    Ok(())
}

async fn send(
    door: &Door,
    citizen: &Citizen,
    form: &Value,
    timed: Option<Operation>,
    due: Option<Instant>,
) -> Result<Value, Refused> {
    let call = Call::new(Method::POST, "/v1/registrations", &citizen.device);
    door.ask(Call { body: Some(form), key: Some(&citizen.key), timed, due, ..call }).await
}

fn number(answer: &Value) -> String {
    answer["registration"]["registration_number"].as_str().unwrap_or_default().to_owned()
}

/// Without an e-mail address: a rehearsal sends no mail.
fn form(lookup_token: &str, run: &Run) -> Value {
    json!({
        "lookup_token": lookup_token,
        "password": run.password,
        "password_confirmation": run.password,
        "mother_name": "Ibu Geladi",
        "security_question": "Siapakah artis favorit saya?",
        "security_answer": "Tidak ada",
    })
}
