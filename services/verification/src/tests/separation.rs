//! What the database itself refuses, whatever the program believes.

use super::{
    fixtures::Someone,
    harness::{World, ok, skpd, some_id},
};

#[tokio::test]
async fn nobody_is_kept_at_two_stages_nor_on_themselves() {
    let world = World::new("separation").await;
    let dossier = world.submitted(Someone::Teacher).await;
    let (person, subject) = (some_id(), Someone::Teacher.employee_id());
    let officer = |person, stage: &str, subject| {
        format!(
            "insert into verification.stage_officers (dossier_id, person_id, stage, subject_id)
                 values ('{dossier}', '{person}', '{stage}', '{subject}')"
        )
    };
    world.execute(&officer(person, "skpd", subject)).await;
    let decision = |stage: &str| {
        format!(
            "insert into verification.decisions
                    (dossier_id, submission, stage, person_id, key, verdict, note, decided_at)
                 values ('{dossier}', 1, '{stage}', '{person}', 'name', 'ok', '', now())"
        )
    };
    let completion = format!(
        "insert into verification.completions
            (dossier_id, submission, stage, completed_by, request_id, rest_ok, completed_at, state, next_stage)
         values ('{dossier}', 1, 'bkd', '{person}', '{}', true, now(), 'completed', null)",
        some_id()
    );
    world.execute(&decision("skpd")).await;
    let refused = [
        (officer(person, "bkd", subject), "stage_officers_pkey"),
        (decision("bkd"), "decisions_dossier_id_person_id_stage_fkey"),
        (completion, "completions_dossier_id_completed_by_stage_fkey"),
        (officer(subject, "skpd", subject), "stage_officers_check"),
        // Nobody is somebody else's dossier's subject on paper only.
        (officer(subject, "skpd", some_id()), "stage_officers_dossier_id_subject_id_fkey"),
        (
            format!(
                "update verification.reviews set claimed_by = subject_id, claimed_account = '{person}',
                        claim_expires_at = now() where dossier_id = '{dossier}'"
            ),
            "reviews_check",
        ),
    ];
    for (sql, constraint) in refused {
        let error = world.try_execute(&sql).await.unwrap_err().to_string();
        assert!(error.contains(constraint), "{error}");
    }
}

#[tokio::test]
async fn what_was_said_cannot_be_changed_by_the_application() {
    let world = World::new("append_only").await;
    let dossier = world.submitted(Someone::Teacher).await;
    world.pass(&skpd("A1.SCHOOLS"), dossier, 1, vec![ok("name")]).await;
    for sql in [
        "update verification.decisions set verdict = 'return'",
        "delete from verification.decisions",
        "truncate verification.decisions",
        "update verification.stage_officers set stage = 'bkd'",
        "delete from verification.stage_officers",
        "update verification.completions set state = 'returned'",
        "delete from verification.completions",
    ] {
        let error = world.try_execute(sql).await.unwrap_err().to_string();
        assert!(error.contains("permission denied"), "{sql}: {error}");
    }
}
