//! The officer's list: own stage and scope, riskiest and oldest first, page by page.

use kernel::Person;
use proto::{
    registration::v1::{AgenciesImported, OrgUnitsImported},
    verification::v1::{PersonalDataViewed, SearchWorklistRequest, SearchWorklistResponse},
};
use time::Duration;
use tonic::Status;

use super::{
    fixtures::{ALL, Someone, agency, corrected, unit},
    harness::{Called as _, World, also, bkd, broken_fields, by, employee, geladi, kanreg, pusat, reason, skpd},
};

async fn search(
    world: &World,
    person: &Person,
    query: &str,
    page_size: u32,
    cursor: &str,
) -> Result<SearchWorklistResponse, Status> {
    let request = SearchWorklistRequest { query: query.into(), page_size, cursor: cursor.into() };
    Ok(world.client.clone().search_worklist(by(person, request)).await?.into_inner())
}

fn names(page: &SearchWorklistResponse) -> Vec<&str> {
    page.entries.iter().map(|entry| entry.name.as_str()).collect()
}

async fn seen(world: &World, person: &Person) -> Vec<String> {
    let page = search(world, person, "", 0, "").await.unwrap();
    names(&page).into_iter().map(str::to_owned).collect()
}

/// Everyone has submitted, in this order; the nurse has a mark more, the colleague none.
async fn populated(test: &str) -> World {
    let world = World::new(test).await;
    for someone in [Someone::Clerk, Someone::Teacher, Someone::Ranger, Someone::Colleague, Someone::Nurse] {
        let mut event = someone.submits(&world.app.clock);
        match someone {
            Someone::Nurse => event.items[0].marks = vec!["NIK_SEX_DIFFERS".into()],
            Someone::Colleague => event.items = vec![corrected("name", &ALL)],
            _ => {}
        }
        world.hear(event).await.unwrap();
        world.app.clock.turn(Duration::minutes(1));
    }
    world
}

#[tokio::test]
async fn an_officer_sees_their_scope_at_their_stage_riskiest_first() {
    let world = populated("worklist").await;
    assert_eq!(seen(&world, &skpd("A1.ROOT")).await, ["Nurse", "Teacher", "Colleague"]);
    assert_eq!(seen(&world, &skpd("A1.SCHOOLS")).await, ["Teacher", "Colleague"]);
    assert_eq!(seen(&world, &skpd("A2.ROOT")).await, ["Clerk"]);
    let nobodys: Vec<String> = vec![];
    for nobody in [skpd("NOWHERE"), bkd("A1"), kanreg("03"), pusat()] {
        assert_eq!(seen(&world, &nobody).await, nobodys, "{nobody:?}");
    }
    let dossiers = [
        (Someone::Nurse, "A1.HEALTH"),
        (Someone::Teacher, "A1.SCHOOLS"),
        (Someone::Clerk, "A2.ROOT"),
        (Someone::Ranger, "A3.ROOT"),
    ];
    for (someone, unit) in dossiers {
        world.pass(&skpd(unit), someone.dossier_id(), 1, vec![]).await;
    }
    assert_eq!(seen(&world, &bkd("A1")).await, ["Nurse", "Teacher"]);
    assert_eq!(seen(&world, &skpd("A1.ROOT")).await, ["Colleague"]);
    for (someone, unit) in dossiers {
        world.pass(&bkd(&unit[..2]), someone.dossier_id(), 1, vec![]).await;
    }
    assert_eq!(seen(&world, &kanreg("03")).await, ["Nurse", "Teacher"]);
    assert_eq!(seen(&world, &kanreg("04")).await, ["Ranger"]);
    assert_eq!(seen(&world, &pusat()).await, ["Clerk"]);
    assert_eq!(seen(&world, &bkd("A1")).await, nobodys);
}

#[tokio::test]
async fn the_nation_and_rehearsals_are_out_of_each_others_reach() {
    let world = World::new("worklist_rehearsal").await;
    world.hear(AgenciesImported { agencies: vec![agency("X002", "", 1)] }).await.unwrap();
    world.hear(OrgUnitsImported { units: vec![unit("X002.ROOT", &[], 1)] }).await.unwrap();
    let (real, invented) = (Someone::Clerk, Someone::Ranger);
    world.submitted(real).await;
    let mut event = invented.submits(&world.app.clock);
    let employee = event.employee.as_mut().unwrap();
    (employee.agency_code, employee.unit_code) = ("X002".into(), "X002.ROOT".into());
    world.resubmitted(event).await;
    for (someone, agency) in [(real, "A2"), (invented, "X002")] {
        world.pass(&skpd(&format!("{agency}.ROOT")), someone.dossier_id(), 1, vec![]).await;
        world.pass(&bkd(agency), someone.dossier_id(), 1, vec![]).await;
    }
    for (officer, theirs, other) in [(pusat(), real, invented), (geladi(), invented, real)] {
        assert_eq!(seen(&world, &officer).await, [format!("{theirs:?}")]);
        for (someone, entries, answer) in [(theirs, 1, "OK"), (other, 0, "DOSSIER_NOT_FOUND")] {
            for query in [someone.number(), someone.nip()] {
                assert_eq!(search(&world, &officer, &query, 0, "").await.unwrap().entries.len(), entries, "{query}");
            }
            let dossier = someone.dossier_id();
            assert_eq!(reason(world.review(&officer, dossier).await), answer);
            assert_eq!(reason(world.claim(&officer, dossier).await), answer);
            assert_eq!(reason(world.complete(&officer, dossier, 1).await), answer);
        }
    }
}

#[tokio::test]
async fn a_line_says_what_is_to_do_until_when_and_who_is_at_it() {
    let world = World::new("worklist_line").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (officer, other) = (skpd("A1.SCHOOLS"), skpd("A1.ROOT"));
    let line = async |person| search(&world, person, "", 0, "").await.unwrap().entries.remove(0);
    let entry = line(&officer).await;
    assert_eq!(
        (entry.dossier_id.clone(), entry.registration_number.clone()),
        (dossier.to_string(), Someone::Teacher.number())
    );
    assert_eq!((entry.nip.clone(), entry.stage().called(), entry.submission), (Someone::Teacher.nip(), "SKPD", 1));
    assert_eq!((entry.agency_name.as_str(), entry.unit_name.as_str()), ("Instansi A1", "Unit A1.SCHOOL1"));
    assert_eq!((entry.due_fields, entry.marked_fields, entry.claimed, entry.claimed_by_me), (3, 1, false, false));
    let (submitted_at, due_at) = (entry.submitted_at.unwrap(), entry.due_at.unwrap());
    assert_eq!(due_at.seconds - submitted_at.seconds, 72 * 3600);
    world.claim(&officer, dossier).await.unwrap();
    let (mine, theirs) = (line(&officer).await, line(&other).await);
    assert_eq!((mine.claimed, mine.claimed_by_me), (true, true));
    assert_eq!((theirs.claimed, theirs.claimed_by_me), (true, false));
    world.app.clock.turn(Duration::minutes(30));
    assert!(!line(&officer).await.claimed);
}

#[tokio::test]
async fn ones_own_and_what_one_decided_at_another_stage_is_not_listed() {
    let world = populated("worklist_separation").await;
    let themselves = also(&employee(Someone::Teacher), skpd("A1.ROOT"));
    assert_eq!(seen(&world, &themselves).await, ["Nurse", "Colleague"]);
    let officer = skpd("A1.SCHOOLS");
    world.pass(&officer, Someone::Teacher.dossier_id(), 1, vec![]).await;
    world.pass(&skpd("A1.HEALTH"), Someone::Nurse.dossier_id(), 1, vec![]).await;
    let promoted = also(&officer, bkd("A1"));
    assert_eq!(seen(&world, &promoted).await, ["Nurse"]);
    assert!(search(&world, &promoted, &Someone::Teacher.nip(), 0, "").await.unwrap().entries.is_empty());
    assert_eq!(seen(&world, &bkd("A1")).await, ["Nurse", "Teacher"]);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat_while_others_decide() {
    let world = populated("worklist_pages").await;
    let officer = skpd("A1.ROOT");
    let first = search(&world, &officer, "", 1, "").await.unwrap();
    assert_eq!(names(&first), ["Nurse"]);
    world.pass(&skpd("A1.HEALTH"), Someone::Nurse.dossier_id(), 1, vec![]).await;
    let second = search(&world, &officer, "", 1, &first.next_cursor).await.unwrap();
    let third = search(&world, &officer, "", 1, &second.next_cursor).await.unwrap();
    assert_eq!([names(&second), names(&third)].concat(), ["Teacher", "Colleague"]);
    assert!(third.next_cursor.is_empty());
    let others = search(&world, &skpd("A1.ROOT"), "", 1, &first.next_cursor).await;
    assert_eq!(reason(others), "CURSOR_INVALID");
    assert_eq!(reason(search(&world, &officer, "", 1, "x").await), "CURSOR_INVALID");
}

#[tokio::test]
async fn one_dossier_is_found_by_number_or_nip_within_scope_only() {
    let world = populated("worklist_one").await;
    let officer = skpd("A1.ROOT");
    let number = Someone::Teacher.number().to_lowercase();
    assert_eq!(names(&search(&world, &officer, &number, 0, "").await.unwrap()), ["Teacher"]);
    assert_eq!(names(&search(&world, &officer, &Someone::Nurse.nip(), 0, "").await.unwrap()), ["Nurse"]);
    for (person, query) in
        [(&officer, Someone::Clerk.nip()), (&skpd("A1.HEALTH"), number.clone()), (&bkd("A1"), number)]
    {
        assert!(search(&world, person, &query, 0, "").await.unwrap().entries.is_empty(), "{person:?}");
    }
    let broken = broken_fields(search(&world, &officer, "'; drop table", 101, "").await);
    assert_eq!(broken, [("query".into(), "QUERY_FORM".into()), ("page_size".into(), "PAGE_SIZE_RANGE".into())]);
}

#[tokio::test]
async fn whoever_is_on_a_page_is_told_of_it_once_in_15_minutes() {
    let world = populated("worklist_viewed").await;
    let officer = skpd("A1.SCHOOLS");
    for _ in 0..3 {
        search(&world, &officer, "", 0, "").await.unwrap();
    }
    let told = world.told::<PersonalDataViewed>().await;
    let [(_, None, event)] = told.as_slice() else { panic!("told {} times", told.len()) };
    let mut expected = [Someone::Teacher, Someone::Colleague].map(|someone| someone.employee_id().to_string());
    expected.sort();
    let mut subjects = event.subject_ids.clone();
    subjects.sort();
    assert_eq!((subjects.as_slice(), event.field_group.as_str()), (expected.as_slice(), "worklist"));
    search(&world, &skpd("A2.ROOT"), "", 0, "").await.unwrap();
    search(&world, &skpd("NOWHERE"), "", 0, "").await.unwrap();
    assert_eq!(world.told::<PersonalDataViewed>().await.len(), 2);
    world.app.clock.turn(Duration::minutes(15));
    search(&world, &officer, "", 0, "").await.unwrap();
    assert_eq!(world.told::<PersonalDataViewed>().await.len(), 3);
}

#[tokio::test]
async fn many_pages_at_once_do_not_starve_each_other_of_connections() {
    let world = populated("worklist_many").await;
    let officers: Vec<Person> = (0..64).map(|_| skpd("A1.ROOT")).collect();
    let pages = officers.iter().map(|officer| search(&world, officer, "", 0, ""));
    for page in futures::future::join_all(pages).await {
        assert_eq!(page.unwrap().entries.len(), 3);
    }
    assert_eq!(world.told::<PersonalDataViewed>().await.len(), 64);
}
