//! The verifier's list: own scope, oldest due first, page by page.

use kernel::{AgencyCode, Caller, Jurisdiction, Person, PersonId, Role};
use proto::registration::v1::{
    PersonalDataViewed, SearchRegistrationConfirmationsRequest, SearchRegistrationConfirmationsResponse,
};
use time::Duration;
use tonic::Status;

use crate::tests::{
    fixtures::Someone,
    harness::{Refused as _, World, broken_fields, by, reason, someone_as, verifier_of},
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
    let agency = |code: &str| someone_as(Role::AgencyAdmin, Jurisdiction::Agency(AgencyCode::parse(code).unwrap()));
    let seen = [
        (verifier_of("A1.ROOT"), vec!["Nurse", "Dr. Teacher, S.Pd.", "Colleague"]),
        (verifier_of("A1.SCHOOLS"), vec!["Dr. Teacher, S.Pd.", "Colleague"]),
        (verifier_of("A1.HEALTH"), vec!["Nurse"]),
        (verifier_of("A2.ROOT"), vec!["Clerk"]),
        (verifier_of("NOWHERE"), vec![]),
        (agency("A1"), vec!["Nurse", "Dr. Teacher, S.Pd.", "Colleague"]),
        (agency("A2"), vec!["Clerk"]),
        (someone_as(Role::BknAdmin, Jurisdiction::Nation), vec![]),
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

#[tokio::test]
async fn a_unit_with_many_below_gives_whole_pages_in_the_order_of_due_times() {
    let world = populated("search_lateral").await;
    let verifier = verifier_of("A1.ROOT");
    let first = search(&world, &verifier, "", 2, "").await.unwrap();
    assert_eq!(names(&first), ["Nurse", "Dr. Teacher, S.Pd."]);
    let last = search(&world, &verifier, "", 2, &first.next_cursor).await.unwrap();
    assert_eq!((names(&last), last.next_cursor.as_str()), (vec!["Colleague"], ""));
}

/// Viewer, and whom they were shown, per event.
async fn views(world: &World) -> Vec<(String, Vec<String>)> {
    let told = world.told::<PersonalDataViewed>().await;
    assert!(told.iter().all(|(aggregate, _, view)| {
        aggregate.is_none() && (view.field_group.as_str(), view.purpose.as_str()) == ("registration", "confirmation")
    }));
    let sorted = |mut subjects: Vec<String>| {
        subjects.sort();
        subjects
    };
    told.into_iter().map(|(_, _, view)| (view.viewer_id, sorted(view.subject_ids))).collect()
}

fn person(someone: Someone) -> String {
    someone.employee_id().to_string()
}

#[tokio::test]
async fn whom_a_page_shows_is_told_once_in_a_quarter_of_an_hour() {
    let world = populated("search_views").await;
    let verifier = verifier_of("A1.SCHOOLS");
    let me = verifier.person_id.to_string();
    let both = vec![person(Someone::Teacher), person(Someone::Colleague)];
    for _ in 0..2 {
        search(&world, &verifier, "", 0, "").await.unwrap();
    }
    assert_eq!(views(&world).await, [(me.clone(), both.clone())]);
    world.app.clock.turn(Duration::minutes(14));
    search(&world, &verifier, &Someone::Teacher.nip(), 0, "").await.unwrap();
    assert_eq!(views(&world).await.len(), 1);
    world.app.clock.turn(Duration::minutes(1));
    search(&world, &verifier, &Someone::Teacher.nip(), 0, "").await.unwrap();
    search(&world, &verifier, "", 0, "").await.unwrap();
    let after = views(&world).await.split_off(1);
    assert_eq!(after, [(me.clone(), vec![both[0].clone()]), (me, vec![both[1].clone()])]);
}

#[tokio::test]
async fn each_viewer_is_told_of_and_an_empty_page_or_oneself_is_not() {
    let world = populated("search_views_whose").await;
    search(&world, &verifier_of("NOWHERE"), "", 0, "").await.unwrap();
    search(&world, &verifier_of("A1.HEALTH"), &Someone::Teacher.nip(), 0, "").await.unwrap();
    let mut nurse = verifier_of("A1.HEALTH");
    nurse.person_id = PersonId::from(Someone::Nurse.employee_id());
    search(&world, &nurse, "", 0, "").await.unwrap();
    assert!(views(&world).await.is_empty());
    for _ in 0..2 {
        search(&world, &verifier_of("A1.HEALTH"), "", 0, "").await.unwrap();
    }
    assert_eq!(views(&world).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_page_looked_at_from_many_windows_is_told_once() {
    let world = populated("search_views_at_once").await;
    let verifier = verifier_of("A1.ROOT");
    let pages = futures::future::join_all((0..8).map(|_| search(&world, &verifier, "", 0, ""))).await;
    assert!(pages.iter().all(Result::is_ok));
    let shown: Vec<String> = views(&world).await.into_iter().flat_map(|(_, subjects)| subjects).collect();
    assert_eq!(shown.len(), 3, "{shown:?}");
}

#[tokio::test]
async fn nobody_is_shown_when_it_cannot_be_told() {
    let world = populated("search_views_away").await;
    world.execute_as_superuser("drop table registration.personal_data_views").await;
    assert_eq!(reason(search(&world, &verifier_of("A1.ROOT"), "", 0, "").await), "INTERNAL");
    let nobody = search(&world, &verifier_of("NOWHERE"), "", 0, "").await.unwrap();
    assert!(nobody.confirmations.is_empty());
}
