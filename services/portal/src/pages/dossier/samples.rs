//! Dossiers as they may come: empty, filled, returned, final, with long, foreign and hostile values.

use prost_types::Timestamp;
use proto::{
    registration::v1::{
        AnswerKind, Campaign, Declaration, Dossier, DossierField, DossierState, FieldOutcome, FieldType, Stage,
    },
    verification::v1::{FieldProgress, GetReviewProgressResponse, ReviewState, StageVerdict, Verdict},
};

use super::standing::Progress;

pub(super) fn campaign() -> Campaign {
    let at = |seconds| Some(Timestamp { seconds, nanos: 0 });
    Campaign {
        submission_closes_at: at(1_801_414_800),
        verification_closes_at: at(1_804_093_200),
        ..Campaign::default()
    }
}

/// One field of each type, with what is hard to show.
pub(super) fn fields() -> Vec<DossierField> {
    let field = |key: &str, kind: FieldType, database: &str, correction: &str| DossierField {
        key: key.to_owned(),
        section: "data_utama".to_owned(),
        label_id: key.replace('_', " "),
        label_en: key.replace('_', " "),
        r#type: kind.into(),
        max_length: 200,
        required: true,
        open: true,
        stages: vec![Stage::Skpd.into(), Stage::Bkd.into(), Stage::KanregBkn.into()],
        database_value: database.to_owned(),
        correction: correction.to_owned(),
        answer: if correction.is_empty() { AnswerKind::Unspecified } else { AnswerKind::Correction }.into(),
        ..DossierField::default()
    };
    let reference = |key: &str, table: &str| DossierField {
        reference_table: table.to_owned(),
        database_label: "Sarjana Hukum".to_owned(),
        ..field(key, FieldType::Reference, "S1-HKM", "")
    };
    let long = format!("Raden Mas {}, S.H.", "Sastroatmodjokusumo".repeat(9));
    let checked = AnswerKind::Check.into();
    vec![
        field("nama", FieldType::Text, &long, "<script>alert('x')</script>"),
        field("gelar_depan", FieldType::Text, "", ""),
        field("nip_lama", FieldType::OldNip, "198612262009122001", "'; DROP TABLE pns; --"),
        field("nik", FieldType::Nik, "", "=HYPERLINK(\"x\")"),
        field("tempat_lahir", FieldType::Text, "\u{202e}atrakaJ", "{{7*7}}"),
        field("tanggal_lahir", FieldType::Date, "1986-12-26", "not a day"),
        DossierField { answer: checked, ..field("kode_pos", FieldType::Digits, "10110", "") },
        field("email", FieldType::Email, "", ""),
        reference("agama", "agama"),
        reference("jabatan", "jabatan"),
        DossierField { read_only: true, open: false, ..field("tahun_lulus", FieldType::Year, "", "") },
    ]
}

fn dossier(state: DossierState, submission: u32, change: impl Fn(&mut DossierField)) -> Dossier {
    let mut fields = fields();
    fields.iter_mut().for_each(change);
    let declaration = Declaration { version: 1, text: "Dengan ini saya menyatakan bahwa data ...".to_owned() };
    Dossier {
        registration_number: "C8Y9GVRP".to_owned(),
        state: state.into(),
        submission,
        declaration: Some(declaration),
        fields,
        submitted_at: (submission > 0).then_some(Timestamp { seconds: 1_798_736_400, nanos: 0 }),
        ..Dossier::default()
    }
}

pub(super) fn progress(state: ReviewState, verdict: Verdict, claimed: bool) -> Progress {
    let said = StageVerdict {
        stage: Stage::Skpd.into(),
        verdict: verdict.into(),
        reason_code: "VALUE_WRONG".to_owned(),
        note: "Lihat <SK> \u{202e}terakhir".to_owned(),
        submission: 1,
        decided_at: None,
    };
    let fields = vec![FieldProgress { key: "nama".to_owned(), verdicts: vec![said] }];
    let stage = Stage::Bkd.into();
    Progress::Known(GetReviewProgressResponse { state: state.into(), stage, submission: 1, claimed, fields })
}

/// What a page is shown for.
pub(super) fn dossiers() -> [(&'static str, Dossier, Progress); 8] {
    let lock = |field: &mut DossierField| field.open = false;
    let submitted = || dossier(DossierState::Submitted, 1, lock);
    let returned = |field: &mut DossierField| {
        field.open = field.key == "nama" || field.key == "agama";
        if field.open {
            field.return_reason_code = "DOCUMENT_MISSING".to_owned();
            field.set_return_stage(Stage::Skpd);
        }
    };
    let settled = |field: &mut DossierField| {
        field.open = false;
        field.set_outcome(match field.key.as_str() {
            "nama" => FieldOutcome::Rejected,
            "email" => FieldOutcome::Conflict,
            "nik" => FieldOutcome::Applied,
            _ => FieldOutcome::Unchanged,
        });
    };
    let answered = |field: &mut DossierField| field.required = false;
    [
        ("dossier open", dossier(DossierState::Open, 0, |_| {}), Progress::Nothing),
        ("dossier ready", dossier(DossierState::Open, 0, answered), Progress::Nothing),
        ("dossier empty", Dossier { fields: Vec::new(), ..dossier(DossierState::Open, 0, |_| {}) }, Progress::Nothing),
        ("dossier submitted", submitted(), progress(ReviewState::Open, Verdict::Ok, true)),
        ("dossier submitted, recalled", submitted(), progress(ReviewState::Recalled, Verdict::Unspecified, false)),
        ("dossier submitted, away", submitted(), Progress::Away),
        (
            "dossier returned",
            dossier(DossierState::Returned, 1, returned),
            progress(ReviewState::Returned, Verdict::Return, false),
        ),
        (
            "dossier final",
            dossier(DossierState::Final, 1, settled),
            progress(ReviewState::Final, Verdict::Reject, false),
        ),
    ]
}
