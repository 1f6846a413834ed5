//! What must hold of registrations: person by person the owner, reporting and the public door tell the same.

use std::collections::{BTreeMap, BTreeSet};

use futures::StreamExt as _;
use sqlx::PgPool;

use super::zero;
use crate::{Door, Ledger, Outcome, challenge::solved, until};

/// Questions at once.
const ASKING: usize = 4;

/// A registration as its owner keeps it, who registered known or forgotten.
struct Kept {
    nip: Option<String>,
    number: String,
    state: String,
}

/// Registrations of the ledger, and all others, are compared one by one.
///
/// # Panics
/// When an invariant does not hold.
pub(super) async fn check(pool: &PgPool, ledger: &Ledger, door: &Door) {
    let kept = kept(pool).await;
    acknowledged_are_there(ledger, &kept);
    one_live_registration_each(&kept);
    zero(pool, "every account stands where its registration stands", ACCOUNTS_APART).await;
    zero(pool, "reporting shows every registration as it is kept, and no other", SHOWN_OTHERWISE).await;
    answered_as_kept(door, &kept).await;
}

async fn kept(pool: &PgPool) -> Vec<Kept> {
    let rows: Vec<(Option<String>, String, String)> = sqlx::query_as(
        "select nip, registration_number, state from registration.registrations
         union all
         select null, registration_number, 'rejected' from registration.registration_tombstones",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    rows.into_iter().map(|(nip, number, state)| Kept { nip, number, state }).collect()
}

/// Acknowledged is there, under the number that was said.
fn acknowledged_are_there(ledger: &Ledger, kept: &[Kept]) {
    let by_nip: BTreeMap<&str, &Kept> = kept.iter().filter_map(|row| Some((row.nip.as_deref()?, row))).collect();
    for (nip, outcome) in ledger.entries() {
        if let Outcome::Acknowledged(number) = outcome {
            let row = by_nip.get(nip.as_str()).unwrap_or_else(|| panic!("LOST: an acknowledged registration {number}"));
            assert_eq!(row.number, number, "UNEXPECTED: another number than was acknowledged");
            assert_ne!(row.state, "reserved", "LOST: acknowledged, yet only reserved");
        }
    }
}

/// No NIP twice, no number twice.
fn one_live_registration_each(kept: &[Kept]) {
    let live: Vec<&str> = kept.iter().filter_map(|row| row.nip.as_deref()).collect();
    let nips: BTreeSet<&str> = live.iter().copied().collect();
    let numbers: BTreeSet<&str> = kept.iter().map(|row| row.number.as_str()).collect();
    assert_eq!(nips.len(), live.len(), "a NIP has two live registrations");
    assert_eq!(numbers.len(), kept.len(), "a registration number was used twice");
}

/// Whoever asks with the number is told what is kept; of a reservation, that it waits or that there is none.
async fn answered_as_kept(door: &Door, kept: &[Kept]) {
    let asked = kept.iter().filter(|row| row.state != "reserved").map(|row| async {
        let answer = until("a status check is answered", || async {
            let challenge = solved(door, "status").await;
            let check = serde_json::json!({ "registration_number": row.number, "challenge": challenge });
            let answer = door.post("/v1/registration-status-checks", &check).await;
            matches!(answer.status.as_u16(), 200 | 404).then_some(answer)
        })
        .await;
        assert_eq!(answer.status, 200, "LOST: nobody can ask for {}", row.number);
        assert_eq!(answer.text("state"), row.state, "UNEXPECTED: what is answered of {}", row.number);
    });
    futures::stream::iter(asked).buffer_unordered(ASKING).collect::<()>().await;
}

/// Identity has heard what registration told: one account per live registration, open when confirmed.
const ACCOUNTS_APART: &str = "
    select count(*) from registration.registrations r
    full join (select * from identity.accounts where registration_number is not null) a
        on a.account_id = r.registration_id
    where r.state is distinct from 'reserved'
      and (r.registration_id is null or a.account_id is null
           or (r.state = 'registered') <> (a.state = 'awaiting_confirmation')
           or (r.state = 'confirmed') <> (a.state = 'open'))";

/// Of each person everything that both know. Reporting counts people where the master data says that they are today.
const SHOWN_OTHERWISE: &str = "
    with kept (registration_id, number, campaign, state, employee_id, nip, registered_at, decided_at, agency, unit) as (
        select r.registration_id, r.registration_number, r.campaign_code, r.state, r.employee_id, r.nip,
               r.registered_at, r.decided_at, e.agency_code, e.unit_code
        from registration.registrations r join registration.employees e using (employee_id)
        where r.state <> 'reserved'
        union all
        select registration_id, registration_number, campaign_code, 'rejected', null, null, null, decided_at, null, null
        from registration.registration_tombstones
    ), shown (registration_id, number, campaign, state, employee_id, nip, registered_at, decided_at, agency, unit) as (
        select v.registration_id, v.registration_number, v.campaign_code, v.state,
               case when v.state <> 'rejected' then v.employee_id end, v.nip,
               case when v.state <> 'rejected' then v.registered_at end, v.decided_at,
               case when v.state <> 'rejected' then v.agency_code end,
               case when v.state <> 'rejected' then v.unit_code end
        from reporting.view_registrations v join reporting.fact_projection p on p.current_generation = v.generation
    )
    select count(*) from kept full join shown using (registration_id)
    where to_jsonb(kept) is distinct from to_jsonb(shown)";
