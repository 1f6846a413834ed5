//! Some numbers, three exports, two events.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use chassis::reason::Refusal;
use futures::{Stream, stream};
use proto::reporting::v1 as rep;
use tonic::{Code, Response, Status};

use super::{Answer, THEN, admit, refused};

pub(crate) const READY_EXPORT: &str = "0198c0de-0000-7000-8000-0000000000e1";
pub(crate) const WAITING_EXPORT: &str = "0198c0de-0000-7000-8000-0000000000e2";
/// Ends before its length.
pub(crate) const BROKEN_EXPORT: &str = "0198c0de-0000-7000-8000-0000000000e3";
/// Goes away between being asked about and being read.
pub(crate) const EXPIRED_EXPORT: &str = "0198c0de-0000-7000-8000-0000000000e4";
/// Spaces and order of members are part of what is signed.
pub(crate) const EVENTS: [&str; 2] = [r#"{"specversion":"1.0",  "id":"2","agency_seq":7}"#, r#"{ "id" : "1" }"#];

pub(crate) struct Reporting {
    pub(crate) counted: Arc<AtomicU32>,
}

fn counts() -> rep::Counts {
    rep::Counts { employees: 100, registered: 60, unregistered: 40, r#final: 5, ..rep::Counts::default() }
}

fn export(id: &str) -> Option<rep::Export> {
    let state = match id {
        READY_EXPORT | BROKEN_EXPORT | EXPIRED_EXPORT => rep::ExportState::Ready,
        WAITING_EXPORT => rep::ExportState::Waiting,
        _ => return None,
    };
    Some(rep::Export {
        export_id: id.to_owned(),
        kind: rep::ExportKind::RegisteredEmployees.into(),
        state: state.into(),
        rows: 1,
        bytes: 8,
        sha256: if id == WAITING_EXPORT { String::new() } else { "abc123".to_owned() },
        created_at: THEN,
        expires_at: THEN,
    })
}

#[tonic::async_trait]
impl rep::reporting_service_server::ReportingService for Reporting {
    type ReadExportStream = Pin<Box<dyn Stream<Item = Result<rep::ReadExportResponse, Status>> + Send>>;

    async fn get_statistics(&self, _: tonic::Request<rep::GetStatisticsRequest>) -> Answer<rep::GetStatisticsResponse> {
        self.counted.fetch_add(1, Ordering::Relaxed);
        let campaign_code = "2026".to_owned();
        Ok(Response::new(rep::GetStatisticsResponse { nation: Some(counts()), campaign_code, as_of: THEN }))
    }

    async fn get_progress(&self, request: tonic::Request<rep::GetProgressRequest>) -> Answer<rep::GetProgressResponse> {
        admit(&request, "reporting")?;
        let request = request.into_inner();
        if request.agency_code == "?" {
            return Err(Refusal::field("agency_code", "CODE_FORM", "1 to 36 characters").into());
        }
        let name = format!("{} {}", request.campaign_code, request.page_size);
        let row = rep::Progress { code: request.agency_code, name, counts: Some(counts()) };
        let (total, next_cursor) = (Some(counts()), request.cursor);
        Ok(Response::new(rep::GetProgressResponse { rows: vec![row], next_cursor, total, as_of: THEN }))
    }

    async fn create_export(
        &self,
        request: tonic::Request<rep::CreateExportRequest>,
    ) -> Answer<rep::CreateExportResponse> {
        if admit(&request, "reporting")? == "hasty" {
            return refused(Code::ResourceExhausted, "TOO_MANY_EXPORTS");
        }
        Ok(Response::new(rep::CreateExportResponse { export: export(WAITING_EXPORT) }))
    }

    async fn get_export(&self, request: tonic::Request<rep::GetExportRequest>) -> Answer<rep::GetExportResponse> {
        admit(&request, "reporting")?;
        match export(&request.into_inner().export_id) {
            Some(export) => Ok(Response::new(rep::GetExportResponse { export: Some(export) })),
            None => refused(Code::NotFound, "EXPORT_NOT_FOUND"),
        }
    }

    async fn read_export(&self, request: tonic::Request<rep::ReadExportRequest>) -> Answer<Self::ReadExportStream> {
        admit(&request, "reporting")?;
        let chunk = |text: &str| Ok(rep::ReadExportResponse { data: text.as_bytes().to_vec() });
        let chunks = match request.into_inner().export_id.as_str() {
            READY_EXPORT => vec![chunk("NIP\n"), chunk("'=1\n")],
            EXPIRED_EXPORT => vec![Err(Refusal::new(Code::FailedPrecondition, "EXPORT_EXPIRED", "").into())],
            BROKEN_EXPORT => vec![chunk("NIP\n"), Err(Status::unavailable("gone"))],
            _ => return refused(Code::FailedPrecondition, "EXPORT_NOT_READY"),
        };
        Ok(Response::new(Box::pin(stream::iter(chunks))))
    }

    async fn list_agency_events(
        &self,
        request: tonic::Request<rep::ListAgencyEventsRequest>,
    ) -> Answer<rep::ListAgencyEventsResponse> {
        admit(&request, "reporting")?;
        let request = request.into_inner();
        if request.agency_code == "other" {
            return refused(Code::PermissionDenied, "AGENCY_MISMATCH");
        }
        let events: Vec<String> =
            EVENTS.iter().take(request.page_size as usize).map(|&event| event.to_owned()).collect();
        let last = request.after + events.len() as u64;
        Ok(Response::new(rep::ListAgencyEventsResponse { events, last, newest: 9 }))
    }

    async fn list_feed_keys(&self, _: tonic::Request<rep::ListFeedKeysRequest>) -> Answer<rep::ListFeedKeysResponse> {
        Ok(Response::new(rep::ListFeedKeysResponse { jwks_json: crate::harness::FEEDS.jwks() }))
    }

    async fn rebuild_projections(
        &self,
        _: tonic::Request<rep::RebuildProjectionsRequest>,
    ) -> Answer<rep::RebuildProjectionsResponse> {
        Err(Status::unimplemented("operators ask this, not the gateway"))
    }

    async fn get_rebuild(&self, _: tonic::Request<rep::GetRebuildRequest>) -> Answer<rep::GetRebuildResponse> {
        Err(Status::unimplemented("operators ask this, not the gateway"))
    }
}
