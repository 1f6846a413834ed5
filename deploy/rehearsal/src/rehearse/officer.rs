//! The officers of a rehearsal: enrolled by the operator, signed in with password and code.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use chassis::grpc::{Upstream, ask, outgoing};
use operator::{explain, may_pass};
use proto::identity::v1::{EnrolOfficerRequest, Jurisdiction, identity_service_client::IdentityServiceClient};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    agencies::{AGENCIES, Agency, Office},
    clockwork::Retries,
    door::{Call, Device, Door, Refused},
    operation::Operation,
    plan::Run,
    session::Session,
};
use crate::authenticator::code;

/// Devices of officers are told apart from those of citizens by numbers from here on.
const FIRST_DEVICE: usize = 131_000;
/// How often an enrolment that may pass is tried.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(500);

/// A signed-in officer.
pub(super) struct Officer {
    pub(super) office: &'static Office,
    device: Device,
    session: Session,
}

/// Enrols and signs in everybody who decides: one for each stage of each agency, in this order.
pub(super) async fn enrol_all(identity: Upstream, door: &Door, run: &Run) -> anyhow::Result<Vec<Arc<Officer>>> {
    let mut officers = Vec::new();
    for agency in &AGENCIES {
        for office in &agency.offices {
            let username = username(agency, office, run);
            let totp_uri = enrol(identity.clone(), &username, office, run).await?;
            let device = Device::new(FIRST_DEVICE + officers.len());
            let session = sign_in(door, &device, &username, &totp_uri, run).await;
            let session = session.with_context(|| format!("signing in {username}"))?;
            officers.push(Arc::new(Officer { office, device, session }));
        }
    }
    Ok(officers)
}

fn username(agency: &Agency, office: &Office, run: &Run) -> String {
    let stage = office.stage.as_str().replace('_', "-");
    format!("geladi.{}.{stage}.{}", agency.code.to_lowercase(), run.id)
}

async fn enrol(identity: Upstream, username: &str, office: &Office, run: &Run) -> anyhow::Result<String> {
    let mut client = IdentityServiceClient::new(identity);
    let mut tried = 0;
    loop {
        tried += 1;
        let request = EnrolOfficerRequest {
            username: username.to_owned(),
            password: run.password.clone(),
            role: office.role.into(),
            jurisdiction: Some(Jurisdiction { area: Some((office.area)()) }),
            nip: String::new(),
            declared_name: "Petugas Geladi".to_owned(),
        };
        match ask(client.enrol_officer(outgoing(request))).await {
            Ok(answer) => return Ok(answer.totp_uri),
            Err(status) if may_pass(&status) && tried < TRIES => tokio::time::sleep(PAUSE).await,
            Err(status) => return Err(explain("identity", &status)),
        }
    }
}

async fn sign_in(door: &Door, device: &Device, username: &str, totp_uri: &str, run: &Run) -> anyhow::Result<Session> {
    let body = json!({ "login": username, "password": run.password });
    let first = door.ask(Call { body: Some(&body), ..Call::new(Method::POST, "/v1/sessions", device) }).await?;
    let body = json!({ "ticket": first["ticket"], "code": code(totp_uri)? });
    let second = Call { body: Some(&body), ..Call::new(Method::POST, "/v1/sessions/totp", device) };
    Ok(Session::of(&door.ask(second).await?))
}

impl Officer {
    /// Sends something as this officer.
    pub(super) async fn ask(
        &self,
        door: &Door,
        (method, path): (Method, &str),
        body: Option<&Value>,
        key: Option<&str>,
        timed: Option<Operation>,
    ) -> Result<Value, Refused> {
        let token = self.session.access(door, &self.device).await?;
        door.ask(Call { body, key, timed, bearer: Some(&token), ..Call::new(method, path, &self.device) }).await
    }

    /// Every entry of a list that is read page by page; `member` names the entries in a page. Looking in vain is not timed.
    pub(super) async fn pages(
        &self,
        door: &Door,
        path: &str,
        query: &str,
        member: &str,
        timed: Operation,
    ) -> Result<Vec<Value>, Refused> {
        let (mut entries, mut cursor) = (Vec::new(), String::new());
        loop {
            let body = json!({ "query": query, "page_size": 100, "cursor": cursor });
            let start = Instant::now();
            let mut page = self.ask(door, (Method::POST, path), Some(&body), None, None).await?;
            if let Some(found) = page[member].as_array_mut().filter(|found| !found.is_empty()) {
                door.clockwork.done(timed, start, Retries::default());
                entries.append(found);
            }
            match page["next_cursor"].as_str() {
                Some(next) if !next.is_empty() => next.clone_into(&mut cursor),
                _ => return Ok(entries),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_are_of_the_form_that_identity_takes_and_of_one_run() {
        let (run, other) = (Run::new(), Run::new());
        for agency in &AGENCIES {
            for office in &agency.offices {
                let name = username(agency, office, &run);
                assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(&b)));
                assert!((3..=64).contains(&name.len()));
                assert_ne!(name, username(agency, office, &other));
            }
        }
    }
}
