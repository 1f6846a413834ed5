use kernel::{Coded, PersonId, SeparationError, Stage, check_decider, check_not_on_oneself};
use proptest::prelude::*;
use uuid::Uuid;

fn person(number: u8) -> PersonId {
    Uuid::from_u128(number.into()).into()
}

#[test]
fn nobody_confirms_their_own_registration() {
    let refused = check_not_on_oneself(person(1), person(1)).expect_err("oneself");
    assert_eq!(refused.code(), "SEPARATION_ON_ONESELF");
    assert_eq!(check_not_on_oneself(person(1), person(2)), Ok(()));
}

#[test]
fn after_a_return_one_decides_again_at_ones_own_stage_only() {
    let (subject, first, second) = (person(0), person(1), person(2));
    let deciders = [(Stage::Skpd, first), (Stage::Bkd, second), (Stage::Skpd, first)];
    assert_eq!(check_decider(first, subject, Stage::Skpd, &deciders), Ok(()));
    let refused = check_decider(first, subject, Stage::Bkd, &deciders).expect_err("two stages");
    assert_eq!(refused.code(), "SEPARATION_AT_TWO_STAGES");
    assert_eq!(check_decider(person(3), subject, Stage::KanregBkn, &deciders), Ok(()));
}

fn stages() -> impl Strategy<Value = Stage> {
    prop_oneof![Just(Stage::Skpd), Just(Stage::Bkd), Just(Stage::KanregBkn)]
}

proptest! {
    /// Few people and many tries: whoever is let through is kept, and the history never breaks the rules.
    #[test]
    fn no_history_of_allowed_decisions_breaks_a_rule(tries in prop::collection::vec((stages(), 0..5u8), 0..40)) {
        let subject = person(0);
        let mut deciders = Vec::new();
        for (stage, officer) in tries {
            let officer = person(officer);
            match check_decider(officer, subject, stage, &deciders) {
                Ok(()) => deciders.push((stage, officer)),
                Err(SeparationError::OnOneself) => prop_assert_eq!(officer, subject),
                Err(SeparationError::AtTwoStages) => {
                    prop_assert!(deciders.iter().any(|&(at, who)| who == officer && at != stage));
                }
            }
        }
        for &(stage, officer) in &deciders {
            prop_assert_ne!(officer, subject);
            prop_assert!(deciders.iter().all(|&(at, who)| who != officer || at == stage));
        }
    }
}
