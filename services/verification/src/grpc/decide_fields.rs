//! `DecideFields`.

use chassis::{reason::Fields, wire::timestamp};
use kernel::DossierId;
use proto::verification::v1::{self as pb, DecideFieldsRequest, DecideFieldsResponse, DecisionResult, FieldDecision};
use tonic::{Request, Response, Status};

use super::{read, show};
use crate::{
    app::{
        App,
        decide_fields::{DecideFields, DecideFieldsError},
    },
    domain::decision::{DecisionError, Kind, Said},
};

const MOST_DECISIONS: usize = 100;

pub(super) async fn decide_fields(
    app: &App,
    request: Request<DecideFieldsRequest>,
) -> Result<Response<DecideFieldsResponse>, Status> {
    let officer = read::officer(&request)?;
    let request = request.into_inner();
    let keys: Vec<String> = request.decisions.iter().map(|decision| decision.key.clone()).collect();
    let command = command(request)?;
    let decided = app.decide_fields(officer, command).await.map_err(refused)?;
    let results = keys.into_iter().zip(decided.results).map(|(key, result)| DecisionResult {
        key,
        error_code: result.err().map_or("", DecisionError::code).to_owned(),
    });
    Ok(Response::new(DecideFieldsResponse {
        results: results.collect(),
        claim_expires_at: Some(timestamp(decided.claim_expires_at)),
    }))
}

fn command(request: DecideFieldsRequest) -> Result<DecideFields, Status> {
    let mut fields = Fields::default();
    let dossier = fields.read("dossier_id", DossierId::parse(&request.dossier_id));
    let fits = (1..=MOST_DECISIONS).contains(&request.decisions.len());
    fields.require(fits, "decisions", "DECISIONS_COUNT", "1 to 100 decisions");
    let Some(dossier_id) = dossier else { return Err(fields.refusal()) };
    fields.check()?;
    let decisions = request.decisions.into_iter().map(|decision| {
        let said = said(&decision);
        (decision.key, said)
    });
    Ok(DecideFields { dossier_id, submission: request.submission, decisions: decisions.collect() })
}

fn said(decision: &FieldDecision) -> Result<Said, DecisionError> {
    let kind = match pb::Verdict::try_from(decision.verdict) {
        Ok(pb::Verdict::Ok) => Kind::Ok,
        Ok(pb::Verdict::Return) => Kind::Return,
        Ok(pb::Verdict::Reject) => Kind::Reject,
        Ok(pb::Verdict::Unspecified) | Err(_) => return Err(DecisionError::VerdictUnknown),
    };
    Said::parse(kind, &decision.reason_code, &decision.note)
}

fn refused(error: DecideFieldsError) -> Status {
    match error {
        DecideFieldsError::Desk(error) => show::desk_refused(error),
        DecideFieldsError::Outdated => show::outdated(),
        DecideFieldsError::ClaimRequired(_) => show::claim_required(),
    }
}
