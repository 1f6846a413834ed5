//! `PutCampaign`.

use chassis::{
    grpc::caller,
    reason::{Refusal, internal},
    wire::instant,
};
use proto::registration::v1::{self as pb, PutCampaignRequest, PutCampaignResponse};
use time::OffsetDateTime;
use tonic::{Request, Response, Status};

use crate::{
    app::{App, reference::put_campaign::PutCampaignError},
    domain::reference::campaign::Campaign,
};

pub(crate) async fn put_campaign(
    app: &App,
    request: Request<PutCampaignRequest>,
) -> Result<Response<PutCampaignResponse>, Status> {
    let caller = caller(&request)?;
    let campaign = read(request.into_inner().campaign.unwrap_or_default())?;
    app.put_campaign(&caller, campaign).await.map_err(refused)?;
    Ok(Response::new(PutCampaignResponse {}))
}

fn read(campaign: pb::Campaign) -> Result<Campaign, Status> {
    let mut missing = Vec::new();
    let mut date = |field: &'static str, at: Option<prost_types::Timestamp>| {
        at.as_ref().and_then(instant).unwrap_or_else(|| {
            missing.push((field, "CAMPAIGN_DATES", "a date is needed".to_owned()));
            OffsetDateTime::UNIX_EPOCH
        })
    };
    let campaign = Campaign {
        opens_at: date("campaign.opens_at", campaign.opens_at),
        registration_closes_at: date("campaign.registration_closes_at", campaign.registration_closes_at),
        submission_closes_at: date("campaign.submission_closes_at", campaign.submission_closes_at),
        verification_closes_at: date("campaign.verification_closes_at", campaign.verification_closes_at),
        code: campaign.code,
        name: campaign.name,
    };
    if missing.is_empty() { Ok(campaign) } else { Err(Refusal::fields(missing).into()) }
}

fn refused(error: PutCampaignError) -> Status {
    match error {
        PutCampaignError::Broken(broken) => {
            Refusal::fields(broken.iter().map(|broken| (broken.field, broken.rule, text(broken.rule).to_owned())))
                .into()
        }
        PutCampaignError::Rival { code } => {
            let text = format!(
                "campaign {code} goes on at the same time: let one end before the other opens, or withdraw a mistake"
            );
            Refusal::fields([("campaign.opens_at", "CAMPAIGN_OVERLAP", text)]).into()
        }
        PutCampaignError::Internal(error) => internal(&error),
    }
}

fn text(rule: &str) -> &'static str {
    match rule {
        "CAMPAIGN_CODE" => "1 to 20 characters out of A-Z a-z 0-9 -",
        "CAMPAIGN_DATES" => "opening, close of registration, of submission, of verification follow each other",
        _ => "1 to 100 visible characters",
    }
}
