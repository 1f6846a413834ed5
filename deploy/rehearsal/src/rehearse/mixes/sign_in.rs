//! Everybody signs in at once, so that the hash pool is full; meanwhile others look up their status.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    super::{
        citizen::Citizen,
        door::{Call, Refused},
        operation::Operation,
        rehearsal::{Rehearsal, people, plain},
        session::Session,
    },
    status::{self, Receipt},
};

/// Receipts for look-ups beside the sign-ins, at most.
const RECEIPTS: usize = 50;
/// Between two of them: they are to be seen, not to be load.
const PAUSE: Duration = Duration::from_millis(20);
/// How long confirmation may take to reach identity.
const OPENS_WITHIN: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(200);

/// Signs everybody in.
pub(in crate::rehearse) async fn sign_in(all: &Arc<Rehearsal>, citizens: Vec<Arc<Citizen>>) -> Vec<Arc<Citizen>> {
    let count = (citizens.len() / status::LEFT).clamp(1, RECEIPTS);
    let receipts = status::receipts(all, &citizens, count).await;
    // Beside the timing: a sign-in that came too early would count as one more hash.
    if let Some(last) = citizens.last()
        && let Err(refused) = until_open(all, last, None).await
    {
        all.failed(format!("person {}, sign-in: {refused}", last.place));
    }
    let over = Arc::new(AtomicBool::new(false));
    #[expect(
        clippy::disallowed_methods,
        reason = "nothing is written: it looks while others sign in, and is waited for"
    )]
    let beside = tokio::spawn(look_up_meanwhile(all.clone(), receipts, over.clone()));
    let signed_in = people(all.each("sign-in", plain(&citizens), one).await);
    over.store(true, Ordering::Relaxed);
    if beside.await.is_err() {
        all.failed("the look-ups beside the sign-ins ended early".to_owned());
    }
    signed_in
}

async fn one(all: Arc<Rehearsal>, citizen: Arc<Citizen>, (): (), _: Option<Instant>) -> Result<(), Refused> {
    let session = until_open(&all, &citizen, Some(Operation::SignIn)).await?;
    citizen.keep(Session::of(&session));
    Ok(())
}

/// Signs in as soon as the account is open.
async fn until_open(all: &Rehearsal, citizen: &Citizen, timed: Option<Operation>) -> Result<Value, Refused> {
    let began = Instant::now();
    let body = json!({ "login": citizen.number(), "password": all.run.password });
    loop {
        let call = Call::new(Method::POST, "/v1/sessions", &citizen.device);
        match all.door.ask(Call { body: Some(&body), timed, ..call }).await {
            Err(refused) if refused.code == "AWAITING_CONFIRMATION" && began.elapsed() < OPENS_WITHIN => {
                tokio::time::sleep(LOOK).await;
            }
            answer => return answer,
        }
    }
}

async fn look_up_meanwhile(all: Arc<Rehearsal>, receipts: Vec<Receipt>, over: Arc<AtomicBool>) {
    for (citizen, receipt) in (0..status::LEFT).flat_map(|_| &receipts) {
        if over.load(Ordering::Relaxed) {
            return;
        }
        let timed = Some(Operation::StatusWhileHashing);
        if let Err(refused) = status::look_up(&all, citizen, Some(receipt.clone()), timed).await {
            all.failed(format!("person {}, status: {refused}", citizen.place));
        }
        tokio::time::sleep(PAUSE).await;
    }
}
