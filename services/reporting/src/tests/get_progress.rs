//! Progress within a jurisdiction: nobody learns of anything outside of theirs.

use kernel::{Person, Role};
use proto::{
    registration::v1::EmployeeRef,
    reporting::v1::{GetProgressRequest, GetProgressResponse},
};
use tonic::Status;

use super::{
    fixtures::{Someone, employees},
    harness::{World, broken_fields, of, officer, reason},
};

async fn progress(
    world: &World,
    person: &Person,
    agency: &str,
    page_size: u32,
    cursor: &str,
) -> Result<GetProgressResponse, Status> {
    let request = GetProgressRequest {
        campaign_code: String::new(),
        agency_code: agency.into(),
        page_size,
        cursor: cursor.into(),
    };
    world.client.clone().get_progress(of(person, request)).await.map(tonic::Response::into_inner)
}

/// Each row as `code employees/registered`, and the total.
fn shown(page: &GetProgressResponse) -> (Vec<String>, String) {
    let counts = |counts: &Option<proto::reporting::v1::Counts>| {
        let counts = counts.as_ref().unwrap();
        format!("{}/{}", counts.employees, counts.registered)
    };
    let rows = page.rows.iter().map(|row| format!("{} {}", row.code, counts(&row.counts)));
    (rows.collect(), counts(&page.total))
}

async fn populated(test: &str) -> World {
    let world = World::new(test).await;
    for someone in [Someone::Teacher, Someone::Nurse, Someone::Islander, Someone::Actor] {
        world.tell(&someone.submits()).await;
    }
    world
}

#[tokio::test]
async fn everybody_sees_their_jurisdiction_and_nothing_else() {
    let world = populated("progress_scope").await;
    let seen: [(Role, &str, &str, &[&str], &str); 20] = [
        (Role::BknAdmin, "nation", "", &["A1 3/2", "A2 1/0", "A3 1/1"], "5/3"),
        (Role::BknAdmin, "nation", "A2", &["A2.ROOT 1/0"], "1/0"),
        (Role::BknAdmin, "nation", "X1", &["X1.ROOT 1/1"], "1/1"),
        (Role::Helpdesk, "nation", "", &["A1 3/2", "A2 1/0", "A3 1/1"], "5/3"),
        (Role::Verifier3, "kanreg:03", "", &["A1 3/2"], "3/2"),
        (
            Role::Verifier3,
            "kanreg:03",
            "A1",
            &["A1.HEALTH 1/1", "A1.ROOT 0/0", "A1.SCHOOL1 2/1", "A1.SCHOOLS 0/0"],
            "3/2",
        ),
        (Role::Verifier3, "kanreg:03", "A3", &[], "0/0"),
        (Role::Verifier3, "kanreg:04", "", &["A3 1/1"], "1/1"),
        (Role::Helpdesk, "kanreg:04", "A1", &[], "0/0"),
        (Role::Verifier2, "agency:A1", "", &["A1 3/2"], "3/2"),
        (
            Role::AgencyAdmin,
            "agency:A1",
            "A1",
            &["A1.HEALTH 1/1", "A1.ROOT 0/0", "A1.SCHOOL1 2/1", "A1.SCHOOLS 0/0"],
            "3/2",
        ),
        (Role::AgencyAdmin, "agency:A1", "A2", &[], "0/0"),
        (Role::AgencyAdmin, "agency:X1", "", &["X1 1/1"], "1/1"),
        (Role::Helpdesk, "agency:A2", "A2", &["A2.ROOT 1/0"], "1/0"),
        (Role::Verifier1, "unit:A1.SCHOOLS", "", &["A1 2/1"], "2/1"),
        (Role::Verifier1, "unit:A1.SCHOOLS", "A1", &["A1.SCHOOL1 2/1", "A1.SCHOOLS 0/0"], "2/1"),
        (Role::Verifier1, "unit:A1.SCHOOLS", "A2", &[], "0/0"),
        (Role::Verifier1, "unit:A1.HEALTH", "A1", &["A1.HEALTH 1/1"], "1/1"),
        (Role::Verifier1, "unit:NOWHERE", "", &[], "0/0"),
        (Role::Verifier1, "unit:A1.ROOT", "", &["A1 3/2"], "3/2"),
    ];
    for (role, jurisdiction, agency, rows, total) in seen {
        let page = progress(&world, &officer(role, jurisdiction), agency, 0, "").await.unwrap();
        let expected = (rows.iter().map(|row| (*row).to_owned()).collect(), total.to_owned());
        assert_eq!(shown(&page), expected, "{role} in {jurisdiction} asks for {agency:?}");
    }
}

#[tokio::test]
async fn a_transfer_moves_people_from_one_jurisdiction_to_the_other() {
    let world = populated("progress_transfer").await;
    let moved =
        EmployeeRef { agency_code: "A2".into(), unit_code: "A2.ROOT".into(), version: 2, ..Someone::Nurse.employee() };
    world.tell(&employees(vec![moved])).await;
    let page = progress(&world, &officer(Role::BknAdmin, "nation"), "", 0, "").await.unwrap();
    assert_eq!(shown(&page).0, ["A1 2/1", "A2 2/1", "A3 1/1"]);
    let stale = EmployeeRef { version: 1, ..Someone::Nurse.employee() };
    world.tell(&employees(vec![stale])).await;
    let page = progress(&world, &officer(Role::BknAdmin, "nation"), "", 0, "").await.unwrap();
    assert_eq!(shown(&page).0, ["A1 2/1", "A2 2/1", "A3 1/1"], "an older row that comes late changes nothing");
}

#[tokio::test]
async fn pages_follow_each_other_and_the_total_is_of_all() {
    let world = populated("progress_pages").await;
    let admin = officer(Role::BknAdmin, "nation");
    for (agency, expected) in
        [("", &["A1", "A2", "A3"][..]), ("A1", &["A1.HEALTH", "A1.ROOT", "A1.SCHOOL1", "A1.SCHOOLS"])]
    {
        let (mut cursor, mut codes) = (String::new(), Vec::new());
        loop {
            let page = progress(&world, &admin, agency, 1, &cursor).await.unwrap();
            assert_eq!(page.total.as_ref().unwrap().employees, if agency.is_empty() { 5 } else { 3 });
            codes.extend(page.rows.into_iter().map(|row| row.code));
            cursor = page.next_cursor;
            if cursor.is_empty() {
                break;
            }
        }
        assert_eq!(codes, expected);
    }
}

#[tokio::test]
async fn a_cursor_is_of_use_to_its_person_and_its_question_alone() {
    let world = populated("progress_cursor").await;
    let admin = officer(Role::BknAdmin, "nation");
    let cursor = progress(&world, &admin, "", 1, "").await.unwrap().next_cursor;
    assert!(!cursor.is_empty());
    assert_eq!(reason(progress(&world, &officer(Role::BknAdmin, "nation"), "", 1, &cursor).await), "CURSOR_INVALID");
    assert_eq!(reason(progress(&world, &admin, "A1", 1, &cursor).await), "CURSOR_INVALID");
    assert_eq!(reason(progress(&world, &admin, "", 1, "forged").await), "CURSOR_INVALID");
}

#[tokio::test]
async fn every_broken_field_is_named() {
    let world = World::empty("progress_fields").await;
    let request = GetProgressRequest {
        campaign_code: "2026; drop".into(),
        agency_code: "A 1".into(),
        page_size: 501,
        cursor: String::new(),
    };
    let refused = world.client.clone().get_progress(of(&officer(Role::BknAdmin, "nation"), request)).await;
    let expected = [("campaign_code", "CAMPAIGN_CODE"), ("agency_code", "CODE_FORM"), ("page_size", "PAGE_SIZE_RANGE")];
    assert_eq!(broken_fields(refused), expected.map(|(field, rule)| (field.to_owned(), rule.to_owned())));
}
