//! NIP and NIK together open the way; nothing else tells anyone anything.

use std::time::Duration;

use tonic::Code;
use tonic_types::StatusExt as _;

use crate::tests::{
    fixtures::Someone,
    harness::{LOOKUP_BUDGET, NO_REDIS, Refused as _, World, broken_fields, reason},
};

#[tokio::test]
async fn the_right_pair_gives_name_with_titles_and_agency() {
    let world = World::new("look_up_match").await;
    let found = world.look_up(&Someone::Teacher.nip(), &Someone::Teacher.nik()).await.unwrap();
    assert_eq!((found.name.as_str(), found.agency_name.as_str()), ("Dr. Teacher, S.Pd.", "Pemerintah Kota Bandung"));
    let suspended = world.look_up(&Someone::Suspended.nip(), &Someone::Suspended.nik()).await;
    assert_eq!(suspended.unwrap().name, "Suspended");
}

#[tokio::test]
async fn numbers_are_read_as_people_group_them() {
    let world = World::new("look_up_grouped").await;
    let found = world.look_up("19800101 200501 1 001", "327301.010180.0001").await.unwrap();
    assert_eq!(found.name, "Dr. Teacher, S.Pd.");
}

#[tokio::test]
async fn unknown_nip_wrong_missing_nik_and_retired_get_one_answer() {
    let world = World::new("look_up_mismatch").await;
    let (teacher, retired, without_nik) = (Someone::Teacher, Someone::Retired, Someone::WithoutNik);
    let refused = [
        world.look_up("198001012005011999", &teacher.nik()).await.refused(),
        world.look_up(&teacher.nip(), &Someone::Nurse.nik()).await.refused(),
        world.look_up(&without_nik.nip(), &without_nik.nik()).await.refused(),
        world.look_up(&retired.nip(), &retired.nik()).await.refused(),
    ];
    for status in &refused {
        assert_eq!(status.code(), Code::NotFound);
        assert_eq!((status.message(), status.details()), (refused[0].message(), refused[0].details()));
    }
    assert_eq!(reason::<()>(Err(refused[0].clone())), "EMPLOYEE_NOT_MATCHED");
}

#[tokio::test]
async fn every_broken_field_is_named_at_once() {
    let world = World::new("look_up_fields").await;
    // The deck's own traps: 19 and 18 digits.
    let status = world.look_up("1986122622010101001", "265441200012100007").await.refused();
    let broken = broken_fields(&status);
    assert_eq!(broken, [("nip".into(), "NIP_LENGTH".into()), ("nik".into(), "NIK_LENGTH".into())]);
}

#[tokio::test]
async fn only_the_right_pair_learns_of_a_registration() {
    let world = World::new("look_up_registered").await;
    let teacher = Someone::Teacher;
    world.registered(teacher).await;
    assert_eq!(reason(world.look_up(&teacher.nip(), &teacher.nik()).await), "ALREADY_REGISTERED");
    assert_eq!(reason(world.look_up(&teacher.nip(), &Someone::Nurse.nik()).await), "EMPLOYEE_NOT_MATCHED");
}

#[tokio::test]
async fn guessing_the_nik_to_a_nip_is_slowed_alike_whether_the_nip_exists() {
    let world = World::new("look_up_budget").await;
    let refused_after = async |nip: &str| {
        for guess in 0..10 {
            let answer = world.look_up(nip, &format!("32730101018099{guess:02}")).await;
            assert_eq!(reason(answer), "EMPLOYEE_NOT_MATCHED");
        }
        // The right NIK is as good as any other by now, or a guesser would know it by the refusal.
        world.look_up(nip, &Someone::Teacher.nik()).await.refused()
    };
    let known = refused_after(&Someone::Teacher.nip()).await;
    let unknown = refused_after("198001012005011999").await;
    assert_eq!(reason::<()>(Err(known.clone())), "TOO_MANY_ATTEMPTS");
    assert_eq!((known.code(), known.message()), (unknown.code(), unknown.message()));
    for status in [&known, &unknown] {
        let wait = status.get_details_retry_info().unwrap().retry_delay.unwrap();
        assert!(
            wait > Duration::from_secs(900) && wait <= LOOKUP_BUDGET.interval,
            "a delay, never a lockout: {wait:?}"
        );
    }
    let nurse = world.look_up(&Someone::Nurse.nip(), &Someone::Nurse.nik()).await;
    assert_eq!(reason(nurse), "OK", "nobody else waits");
}

#[tokio::test]
async fn what_is_typed_wrong_does_not_count() {
    let world = World::new("look_up_typos").await;
    for _ in 0..12 {
        world.look_up(&Someone::Teacher.nip(), "3273").await.refused();
    }
    assert_eq!(reason(world.look_up(&Someone::Teacher.nip(), &Someone::Teacher.nik()).await), "OK");
}

#[tokio::test]
async fn where_nobody_counts_nobody_is_looked_up() {
    let world = World::with_redis("look_up_closed", NO_REDIS).await;
    let refused = world.look_up(&Someone::Teacher.nip(), &Someone::Teacher.nik()).await.refused();
    assert_eq!(refused.code(), Code::Unavailable);
    assert!(refused.get_details_retry_info().is_some());
    assert_eq!(reason::<()>(Err(refused)), "UNAVAILABLE");
}

#[tokio::test]
async fn outside_of_the_campaign_the_door_answers_with_the_date() {
    let world = World::new("look_up_campaign").await;
    let look_up = || world.look_up("198001012005011001", "3273010101800001");
    world
        .execute(
            "update registration.campaigns set opens_at = '2400-01-01 00:00+00',
        registration_closes_at = '2400-02-01 00:00+00', submission_closes_at = '2400-03-01 00:00+00',
        verification_closes_at = '2400-04-01 00:00+00'",
        )
        .await;
    let status = look_up().await.refused();
    let info = status.get_details_error_info().unwrap();
    assert_eq!(
        (info.reason.as_str(), info.metadata["opens_at"].as_str()),
        ("CAMPAIGN_NOT_OPEN", "2400-01-01T00:00:00Z")
    );
    world
        .execute(
            "update registration.campaigns set opens_at = '2020-01-01 00:00+00',
        registration_closes_at = '2020-02-01 00:00+00'",
        )
        .await;
    let status = look_up().await.refused();
    let info = status.get_details_error_info().unwrap();
    assert_eq!(
        (info.reason.as_str(), info.metadata["closed_at"].as_str()),
        ("CAMPAIGN_CLOSED", "2020-02-01T00:00:00Z")
    );
    world.execute("delete from registration.campaigns").await;
    assert_eq!(reason(look_up().await), "CAMPAIGN_NOT_OPEN");
}
