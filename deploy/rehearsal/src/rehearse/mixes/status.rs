//! People look up where their registration stands.

use std::{sync::Arc, time::Instant};

use reqwest::Method;
use serde_json::json;

use super::super::{
    challenge::{self, USES},
    citizen::Citizen,
    door::{Call, Refused},
    operation::Operation,
    rehearsal::Rehearsal,
};

/// A solved challenge whose first use is over, with whom it was used for.
pub(in crate::rehearse) type Receipt = (Arc<Citizen>, String);

/// What is left of a receipt after its first use.
pub(in crate::rehearse) const LEFT: usize = USES - 1;

/// Solves challenges and uses each once, beside the timing. They last ten minutes.
pub(in crate::rehearse) async fn receipts(
    all: &Arc<Rehearsal>,
    citizens: &[Arc<Citizen>],
    count: usize,
) -> Vec<Receipt> {
    let jobs = citizens.iter().cycle().take(if citizens.is_empty() { 0 } else { count });
    let jobs = jobs.map(|citizen| (citizen.clone(), ())).collect();
    all.each("challenges for status look-ups", jobs, |all, citizen, (), _| async move {
        look_up(&all, &citizen, None, None).await
    })
    .await
}

/// Looks up as fast as the door answers.
pub(in crate::rehearse) async fn check(all: &Arc<Rehearsal>, citizens: &[Arc<Citizen>]) {
    let receipts = receipts(all, citizens, all.order.status_checks().div_ceil(LEFT)).await;
    let jobs: Vec<_> = (0..LEFT).flat_map(|_| receipts.iter().cloned()).collect();
    all.each("status look-ups", jobs, one).await;
}

async fn one(all: Arc<Rehearsal>, citizen: Arc<Citizen>, receipt: String, _: Option<Instant>) -> Result<(), Refused> {
    look_up(&all, &citizen, Some(receipt), Some(Operation::Status)).await.map(drop)
}

/// One look-up; gives the receipt back.
pub(in crate::rehearse) async fn look_up(
    all: &Rehearsal,
    citizen: &Citizen,
    receipt: Option<String>,
    timed: Option<Operation>,
) -> Result<String, Refused> {
    let number = citizen.number();
    let body = json!({ "registration_number": number });
    let call = Call { timed, ..Call::new(Method::POST, "/v1/registration-status-checks", &citizen.device) };
    let answer = all.solver.ask(&all.door, call, body, "status", receipt).await?;
    if answer["registration_number"] != number.as_str() {
        all.failed(format!("person {}: a status look-up answered for another number", citizen.place));
    }
    Ok(challenge::receipt(&answer).unwrap_or_default())
}
