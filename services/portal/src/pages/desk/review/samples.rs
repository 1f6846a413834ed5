use prost_types::Timestamp;
use proto::{
    registration::v1::{AnswerKind, Stage, SubmittedField},
    verification::v1::{ReviewField, StageVerdict, Verdict, WorklistEntry},
};

use super::{super::HOSTILE, *};
use crate::samples::Samples;

const PATH: &str = "/petugas/berkas/0198c0de-7abc-7def-8abc-a1b2c3d4e5f6";

fn at() -> Option<Timestamp> {
    Some(Timestamp { seconds: 1_798_736_400, nanos: 0 })
}

fn field(key: &str, due: bool, corrected: bool) -> ReviewField {
    let submitted = SubmittedField {
        key: key.to_owned(),
        label_id: key.to_uppercase(),
        label_en: key.to_owned(),
        answer: if corrected { AnswerKind::Correction } else { AnswerKind::Check }.into(),
        database_value: "Kupang".to_owned(),
        correction: if corrected { HOSTILE.to_owned() } else { String::new() },
        marks: if corrected { vec!["NIP_BIRTH_DATE_DIFFERS".to_owned(), "UNHEARD_OF".to_owned()] } else { Vec::new() },
        ..SubmittedField::default()
    };
    let verdict = |stage: Stage, verdict: Verdict, submission| StageVerdict {
        stage: stage.into(),
        verdict: verdict.into(),
        reason_code: "VALUE_UNCLEAR".to_owned(),
        note: HOSTILE.to_owned(),
        submission,
        decided_at: at(),
    };
    let verdicts = vec![
        verdict(Stage::Skpd, Verdict::Return, 1),
        verdict(Stage::Skpd, Verdict::Ok, 2),
        verdict(Stage::Bkd, Verdict::Reject, 2),
    ];
    ReviewField { submitted: Some(submitted), due, may_reject: corrected, verdicts }
}

fn review(claimed: bool, mine: bool) -> Review {
    let entry = WorklistEntry {
        registration_number: "YECTP2TQ".to_owned(),
        nip: "198612262009122001".to_owned(),
        name: HOSTILE.to_owned(),
        agency_name: "Pemerintah Kabupaten Timor Tengah Selatan".to_owned(),
        unit_name: "Dinas Pendidikan dan Kebudayaan".to_owned(),
        stage: Stage::Bkd.into(),
        submission: 2,
        due_at: at(),
        claimed,
        claimed_by_me: mine,
        ..WorklistEntry::default()
    };
    let fields = vec![field("nik", true, true), field("nama", true, false), field("agama", false, false)];
    let claim_expires_at = at().filter(|_| mine);
    Review { entry: Some(entry), state: 1, claim_expires_at, fields }
}

/// One of each kind.
pub(in crate::pages::desk) fn samples(all: &mut Samples) {
    use chassis::reason::Refusal;
    use tonic::Code;

    let language = all.language;
    let typed =
        [Typed { key: "nik".to_owned(), verdict: "return".to_owned(), note: HOSTILE.to_owned(), ..Typed::default() }];
    let page = |review, typed: &[Typed]| {
        let shell = Shell::sample(language, Some(kernel::Role::Verifier2), PATH);
        let form = Form::sample(language, PATH);
        ReviewPage::of(shell, form, PATH.to_owned(), review, OffsetDateTime::UNIX_EPOCH, typed)
    };
    all.add("review, nobody's", page(review(false, false), &[]));
    all.add("review, another's", page(review(true, false), &[]));
    all.add("review, mine", page(review(true, true), &[]));
    all.add("review, kept", ReviewPage { saved: true, overdue: true, ..page(review(true, true), &[]) });
    all.add(
        "review, nothing changed",
        page(Review { fields: vec![field("agama", false, false)], ..review(true, true) }, &[]),
    );
    all.add("review, nothing at all", page(Review { fields: Vec::new(), ..review(true, true) }, &[]));
    for (claimed, mine) in [(true, true), (true, false), (false, false)] {
        let status = Refusal::new(Code::FailedPrecondition, "CLAIM_REQUIRED", "").into();
        let page = page(review(claimed, mine), &typed).refused(&Refused::of(&status, language));
        all.add("review, claim lost", ReviewPage { earlier: vec![HOSTILE.to_owned()], ..page });
    }
    let missing =
        Refusal::new(Code::FailedPrecondition, "DECISIONS_MISSING", "").violation("nik", "DECISION_MISSING", "");
    all.add("review, undecided", page(review(true, true), &[]).refused(&Refused::of(&missing.into(), language)));
    let broken = page(review(true, true), &typed);
    let broken = broken.broken("nik", "REASON_REQUIRED").broken("nik", "NOTE_REQUIRED").broken("nama", "TEXT_BIDI");
    all.add("review, refused", broken.broken("nama", "VERDICT_UNKNOWN").broken("agama", "FIELD_NOT_DUE"));
}
