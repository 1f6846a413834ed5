use kernel::{Claim, ClaimRequired, ClaimedByOther, PersonId};
use proptest::prelude::*;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

const NOON: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;
const TERM: Duration = Claim::TERM;

fn person(number: u128) -> PersonId {
    Uuid::from_u128(number).into()
}

fn take(kept: Option<Claim>, by: u128, now: OffsetDateTime) -> Result<Claim, ClaimedByOther> {
    Claim::take(kept, person(by), Uuid::from_u128(by).into(), now)
}

fn renew(kept: Option<Claim>, by: u128, now: OffsetDateTime) -> Result<Claim, ClaimRequired> {
    Claim::renew(kept, person(by), Uuid::from_u128(by).into(), now)
}

#[test]
fn a_live_claim_keeps_others_away_and_an_expired_one_does_not() {
    let mine = take(None, 1, NOON).expect("free");
    assert_eq!(mine.expires_at, NOON + TERM);
    let last = NOON + TERM - Duration::SECOND;
    assert_eq!(take(Some(mine), 2, last), Err(ClaimedByOther));
    assert_eq!(take(Some(mine), 2, NOON + TERM).expect("expired").by, person(2));
    assert_eq!(take(Some(mine), 1, last).expect("mine").expires_at, last + TERM);
}

#[test]
fn a_claim_that_ran_out_is_renewed_until_somebody_else_took_the_dossier() {
    let mine = take(None, 1, NOON).expect("free");
    let late = NOON + TERM + TERM;
    assert_eq!(renew(Some(mine), 1, late).expect("nobody else's").expires_at, late + TERM);
    let theirs = take(Some(mine), 2, late).expect("expired");
    assert_eq!(renew(Some(theirs), 1, late), Err(ClaimRequired));
    assert_eq!(renew(None, 1, NOON), Err(ClaimRequired));
}

#[test]
fn a_claim_that_ran_out_stands_until_somebody_else_took_the_ticket() {
    let mine = take(None, 1, NOON).expect("free");
    assert_eq!(Claim::check(Some(mine), person(1)), Ok(()));
    let theirs = take(Some(mine), 2, NOON + TERM + TERM).expect("expired");
    assert_eq!(Claim::check(Some(theirs), person(1)), Err(ClaimRequired));
    assert_eq!(Claim::check(None, person(1)), Err(ClaimRequired));
}

#[test]
fn a_claim_is_kept_whole_or_not_at_all() {
    let mine = take(None, 1, NOON).expect("free");
    let (by, account, until) = (Some(mine.by.as_uuid()), Some(mine.account.as_uuid()), Some(mine.expires_at));
    assert_eq!(Claim::kept(by, account, until), Some(mine));
    for (by, account, until) in [(None, account, until), (by, None, until), (by, account, None), (None, None, None)] {
        assert_eq!(Claim::kept(by, account, until), None);
    }
}

proptest! {
    /// Three people who try at any time: nobody takes what another's live claim covers, and only its holder decides.
    #[test]
    fn nobody_decides_what_another_holds(tries in prop::collection::vec((1..4u128, 0..40i64, any::<bool>()), 0..60)) {
        let (mut kept, mut now): (Option<Claim>, _) = (None, NOON);
        for (who, minutes, takes) in tries {
            now += Duration::minutes(minutes);
            let held = kept.is_some_and(|claim| claim.by == person(who));
            let live = kept.is_some_and(|claim| claim.is_live(now));
            let done = if takes {
                let taken = take(kept, who, now);
                prop_assert_eq!(taken.is_ok(), held || !live);
                taken.ok()
            } else {
                let renewed = renew(kept, who, now);
                prop_assert_eq!(renewed.is_ok(), held);
                prop_assert_eq!(renewed.is_ok(), Claim::check(kept, person(who)).is_ok());
                renewed.ok()
            };
            if let Some(claim) = done {
                prop_assert_eq!((claim.by, claim.expires_at), (person(who), now + TERM));
                kept = Some(claim);
            }
        }
    }
}
