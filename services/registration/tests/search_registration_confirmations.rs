//! The verifier's list: own scope, oldest due first, page by page.

use kernel::{AgencyCode, Caller, Jurisdiction, Person, Role};
use proto::registration::v1::{SearchRegistrationConfirmationsRequest, SearchRegistrationConfirmationsResponse};
use time::Duration;
use tonic::Status;

use crate::{
    fixtures::Someone,
    harness::{Refused as _, World, broken_fields, by, officer, reason, verifier_of},
};

async fn search(
    world: &World,
    person: &Person,
    query: &str,
    page_size: u32,
    cursor: &str,
) -> Result<SearchRegistrationConfirmationsResponse, Status> {
    let request = SearchRegistrationConfirmationsRequest { query: query.into(), page_size, cursor: cursor.into() };
    let request = by(Caller::Person(person.clone()), request);
    Ok(world.client.clone().search_registration_confirmations(request).await?.into_inner())
}

fn names(page: &SearchRegistrationConfirmationsResponse) -> Vec<&str> {
    page.confirmations.iter().map(|waiting| waiting.name.as_str()).collect()
}

/// Registered in this order, so that their due times follow each other.
async fn populated(test: &str) -> World {
    let world = World::new(test).await;
    for someone in [Someone::Nurse, Someone::Clerk, Someone::Teacher, Someone::Colleague] {
        world.registered(someone).await;
        world.app.clock.turn(Duration::minutes(1));
    }
    world
}

#[tokio::test]
async fn an_officer_sees_their_scope_oldest_due_first() {
    let world = populated("search_scope").await;
    let agency = |code: &str| officer(Role::AgencyAdmin, Jurisdiction::Agency(AgencyCode::parse(code).unwrap()));
    let seen = [
        (verifier_of("A1.ROOT"), vec!["Nurse", "Dr. Teacher, S.Pd.", "Colleague"]),
        (verifier_of("A1.SCHOOLS"), vec!["Dr. Teacher, S.Pd.", "Colleague"]),
        (verifier_of("A1.HEALTH"), vec!["Nurse"]),
        (verifier_of("A2.ROOT"), vec!["Clerk"]),
        (verifier_of("NOWHERE"), vec![]),
        (agency("A1"), vec!["Nurse", "Dr. Teacher, S.Pd.", "Colleague"]),
        (agency("A2"), vec!["Clerk"]),
        (officer(Role::BknAdmin, Jurisdiction::Nation), vec![]),
    ];
    for (person, expected) in seen {
        assert_eq!(names(&search(&world, &person, "", 0, "").await.unwrap()), expected, "{person:?}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat_while_others_decide() {
    let world = populated("search_pages").await;
    let verifier = verifier_of("A1.ROOT");
    let first = search(&world, &verifier, "", 1, "").await.unwrap();
    assert_eq!(names(&first), ["Nurse"]);
    world
        .execute(
            "delete from registration.registrations r using registration.employees e
        where e.employee_id = r.employee_id and e.name = 'Nurse'",
        )
        .await;
    let second = search(&world, &verifier, "", 1, &first.next_cursor).await.unwrap();
    assert_eq!(names(&second), ["Dr. Teacher, S.Pd."]);
    let last = search(&world, &verifier, "", 1, &second.next_cursor).await.unwrap();
    assert_eq!((names(&last), last.next_cursor.as_str()), (vec!["Colleague"], ""));
}

#[tokio::test]
async fn a_cursor_is_of_use_to_its_person_alone() {
    let world = populated("search_cursor").await;
    let page = search(&world, &verifier_of("A1.ROOT"), "", 1, "").await.unwrap();
    let other = verifier_of("A1.ROOT");
    assert_eq!(reason(search(&world, &other, "", 1, &page.next_cursor).await), "CURSOR_INVALID");
    assert_eq!(reason(search(&world, &other, "", 1, "forged").await), "CURSOR_INVALID");
}

#[tokio::test]
async fn a_query_is_a_number_or_a_nip_within_scope() {
    let world = populated("search_query").await;
    let verifier = verifier_of("A1.ROOT");
    let all = search(&world, &verifier, "", 0, "").await.unwrap();
    let number = all.confirmations[1].registration_number.to_lowercase();
    assert_eq!(names(&search(&world, &verifier, &number, 0, "").await.unwrap()), ["Dr. Teacher, S.Pd."]);
    assert_eq!(names(&search(&world, &verifier, &Someone::Nurse.nip(), 0, "").await.unwrap()), ["Nurse"]);
    assert!(names(&search(&world, &verifier, &Someone::Clerk.nip(), 0, "").await.unwrap()).is_empty());
    assert!(names(&search(&world, &verifier_of("A1.HEALTH"), &number, 0, "").await.unwrap()).is_empty());
    let status = search(&world, &verifier, "'; drop table", 101, "").await.refused();
    let expected = [("query".into(), "QUERY_FORM".into()), ("page_size".into(), "PAGE_SIZE_RANGE".into())];
    assert_eq!(broken_fields(&status), expected);
}
