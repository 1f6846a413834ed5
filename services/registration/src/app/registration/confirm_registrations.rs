//! The agency's word on registrations: each decided by itself, in a transaction of its own.

use anyhow::Context as _;
use chassis::{
    ambient::new_id,
    audit::{self, Entry},
    db::Tx,
    events::Aggregate,
    wire::timestamp,
};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use kernel::{Person, RegistrationId, Scope};
use metrics::counter;
use proto::registration::v1::{RegistrationConfirmed, RegistrationRejected};
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    SCHEMA,
    app::{App, master::employee_ref::employee_ref},
    domain::registration::{
        Life, State,
        decision::{Decision, DecisionError, RejectReason, SeenProof},
    },
    store::registration::{
        registration_tombstones::{self, Tombstone},
        registrations::{self, Confirmation, Kept},
    },
    tells,
};

/// How many are decided at once: leaves most of the pool to everyone else.
const AT_ONCE: usize = 8;

/// One registration's decision.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ItemDecision {
    pub(crate) registration_id: RegistrationId,
    pub(crate) decision: Decision,
    /// On what ground.
    pub(crate) seen: SeenProof,
}

/// Who decides, by which command.
#[derive(Clone)]
struct Order {
    officer: Person,
    scope: Scope,
    request_id: Uuid,
}

/// What was said of a registration.
#[derive(Clone, Copy)]
struct Said {
    state: State,
    /// Now, and not when the same command came before.
    newly: bool,
}

impl Said {
    fn before(state: State) -> Self {
        Self { state, newly: false }
    }
}

impl App {
    /// Decides each item; results stand in the same order. What is decided stays decided when a later item fails.
    ///
    /// # Errors
    /// The database is away: the same command, sent again, finds what it has decided and goes on.
    pub(crate) async fn confirm_registrations(
        &self,
        officer: &Person,
        request_id: Uuid,
        items: Vec<Result<ItemDecision, DecisionError>>,
    ) -> anyhow::Result<Vec<Result<State, DecisionError>>> {
        let order = Order { officer: officer.clone(), scope: officer.scope(), request_id };
        stream::iter(items)
            .map(|item| {
                let (app, order) = (self.clone(), order.clone());
                async move {
                    match item {
                        Ok(item) => app.decide(order, item).await,
                        Err(error) => Ok(Err(error)),
                    }
                }
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await
    }

    async fn decide(&self, order: Order, item: ItemDecision) -> anyhow::Result<Result<State, DecisionError>> {
        let app = self.clone();
        let decide = async move |mut tx| app.decide_in(&mut tx, &order, item).await;
        let said = self.db.write("confirm_registrations", decide).await?;
        if let Ok(Said { newly: true, .. }) = said {
            counter!("epupns_registration_confirmations_total", "decision" => decision_name(item.decision))
                .increment(1);
        }
        Ok(said.map(|said| said.state))
    }

    /// Whatever refuses or repeats does so before anything is written.
    async fn decide_in(
        &self,
        tx: &mut Tx,
        order: &Order,
        item: ItemDecision,
    ) -> anyhow::Result<Result<Said, DecisionError>> {
        if !registrations::lock_in_scope(tx, item.registration_id, &order.scope).await? {
            return Ok(rejected_before(tx, order, item).await?.map(Said::before));
        }
        let kept = registrations::load(tx, item.registration_id).await?;
        let kept = kept.context("a locked registration vanished")?;
        let registration = &kept.registration;
        // A reservation is nobody's to see yet.
        if registration.life.state == State::Reserved {
            return Ok(Err(DecisionError::NotFound));
        }
        if item.decision == Decision::Confirm && kept.decided == Some((order.officer.person_id, order.request_id)) {
            return Ok(Ok(Said::before(State::Confirmed)));
        }
        let decided = item.decision.on(registration.life, registration.employee.employee_id, order.officer.person_id);
        let life = match decided {
            Ok(life) => life,
            Err(error) => return Ok(Err(error)),
        };
        let now = self.clock.now();
        match item.decision {
            Decision::Confirm => self.keep_confirmation(tx, order, item, &kept, life, now).await?,
            Decision::Reject(reason) => self.keep_rejection(tx, order, item, &kept, life, reason, now).await?,
        }
        self.append_audit(tx, order, item, now).await?;
        Ok(Ok(Said { state: life.state, newly: true }))
    }

    async fn keep_confirmation(
        &self,
        tx: &mut Tx,
        order: &Order,
        item: ItemDecision,
        kept: &Kept,
        life: Life,
        now: OffsetDateTime,
    ) -> anyhow::Result<()> {
        let confirmation = Confirmation {
            registration_id: item.registration_id,
            version: life.version,
            decided_by: order.officer.person_id,
            decided_at: now,
            decision_request_id: order.request_id,
            seen: item.seen.as_str(),
        };
        registrations::confirm(tx, &confirmation).await?;
        let message = RegistrationConfirmed {
            registration_id: item.registration_id.to_string(),
            employee: Some(employee_ref(&kept.registration.employee)),
            confirmed_by: order.officer.person_id.to_string(),
            confirmed_at: Some(timestamp(now)),
            campaign_code: kept.registration.campaign_code.clone(),
        };
        let aggregate = Aggregate { id: item.registration_id.as_uuid(), version: life.version };
        Ok(tells::registration_confirmed(&self.outbox, tx, aggregate, &message).await?)
    }

    #[expect(clippy::too_many_arguments, reason = "one decision's facts, of which a tombstone keeps nearly all")]
    async fn keep_rejection(
        &self,
        tx: &mut Tx,
        order: &Order,
        item: ItemDecision,
        kept: &Kept,
        life: Life,
        reason: RejectReason,
        now: OffsetDateTime,
    ) -> anyhow::Result<()> {
        let registration = &kept.registration;
        let employee = &registration.employee;
        registrations::erase(tx, item.registration_id).await?;
        let tombstone = Tombstone {
            registration_id: item.registration_id,
            registration_number: &registration.registration_number,
            campaign_code: &registration.campaign_code,
            nip_index: self.master_key.blind_index("tombstone-nip").of(employee.nip.expose()),
            agency_code: &employee.agency_code,
            unit_code: &employee.unit_code,
            request_id: kept.request_id,
            reason_code: reason.code(),
            decided_by: order.officer.person_id,
            decided_at: now,
            decision_request_id: order.request_id,
            seen: item.seen.as_str(),
        };
        registration_tombstones::set(tx, &tombstone).await?;
        let message = RegistrationRejected {
            registration_id: item.registration_id.to_string(),
            employee: Some(employee_ref(employee)),
            rejected_by: order.officer.person_id.to_string(),
            reason_code: reason.code().to_owned(),
            rejected_at: Some(timestamp(now)),
            campaign_code: registration.campaign_code.clone(),
        };
        let aggregate = Aggregate { id: item.registration_id.as_uuid(), version: life.version };
        Ok(tells::registration_rejected(&self.outbox, tx, aggregate, &message).await?)
    }

    async fn append_audit(
        &self,
        tx: &mut Tx,
        order: &Order,
        item: ItemDecision,
        now: OffsetDateTime,
    ) -> anyhow::Result<()> {
        let reason = match item.decision {
            Decision::Confirm => None,
            Decision::Reject(reason) => Some(reason.code()),
        };
        let entry = Entry {
            actor: &format!("person:{}", order.officer.person_id),
            action: match item.decision {
                Decision::Confirm => "confirm_registration",
                Decision::Reject(_) => "reject_registration",
            },
            subject_id: Some(item.registration_id.as_uuid()),
            details: json!({
                "role": order.officer.role.as_str(),
                "jurisdiction": order.officer.jurisdiction.to_string(),
                "seen": item.seen.as_str(),
                "reason": reason,
                "request": order.request_id,
            }),
        };
        audit::append(tx, SCHEMA, new_id(&self.clock), now, &entry).await
    }
}

/// There is no live row in scope: what this very command erased answers as before, anybody else's erasure as decided.
async fn rejected_before(
    tx: &mut Tx,
    order: &Order,
    item: ItemDecision,
) -> anyhow::Result<Result<State, DecisionError>> {
    let rejection = registration_tombstones::find_in_scope(tx, item.registration_id, &order.scope).await?;
    let Some(rejection) = rejection else { return Ok(Err(DecisionError::NotFound)) };
    let same_command =
        rejection.decided_by == order.officer.person_id.as_uuid() && rejection.decision_request_id == order.request_id;
    let same_word = matches!(item.decision, Decision::Reject(reason) if reason.code() == rejection.reason_code);
    if same_command && same_word { Ok(Ok(State::Rejected)) } else { Ok(Err(DecisionError::AlreadyDecided)) }
}

fn decision_name(decision: Decision) -> &'static str {
    match decision {
        Decision::Confirm => "confirm",
        Decision::Reject(_) => "reject",
    }
}
