//! `GET /v1/reference/{table}`.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderName, header},
};
use chassis::grpc::outgoing;
use proto::registration::v1::SearchReferenceValuesRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    app::App,
    problem::Problem,
    query::{Asked, number},
    text::Text,
    upstream::ask,
};

/// Longest name of a table.
const LONGEST_NAME: usize = 64;
/// Values change by imports, a few times a day: everyone may keep them for a while.
const KEEP: &str = "public, max-age=300";

/// What to look for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReferenceSearch {
    /// How label, code or a word of the label begins; left out for all.
    #[serde(default)]
    #[param(inline)]
    q: Text<100>,
    /// 1 to 50; 20 when left out.
    #[serde(default, deserialize_with = "number")]
    limit: u32,
    /// Of `unor`: only units of this agency.
    #[serde(default)]
    #[param(inline)]
    agency: Text<64>,
}

/// What was found, by label.
#[derive(Serialize, ToSchema)]
pub(super) struct ReferenceValues {
    values: Vec<ReferenceValueBody>,
}

/// A value of a reference table.
#[derive(Serialize, ToSchema)]
#[schema(as = ReferenceValue)]
pub(super) struct ReferenceValueBody {
    /// What is stored.
    code: String,
    /// What people read.
    label: String,
}

/// Look up reference values
///
/// For type-ahead: active values only. `golongan`, `agama`, `pendidikan`, `instansi`, `unor`, ...
#[utoipa::path(get, path = "/v1/reference/{table}", operation_id = "searchReferenceValues", tag = "dossier",
    params(("table" = String, Path, description = "`reference_table` of a field"), ReferenceSearch),
    responses((status = 200, body = ReferenceValues, description = "By label; may be kept for 5 minutes"), Problem))]
pub(super) async fn search_reference_values(
    State(app): State<Arc<App>>,
    table: Result<Path<String>, PathRejection>,
    Asked(search): Asked<ReferenceSearch>,
) -> Result<([(HeaderName, &'static str); 1], Json<ReferenceValues>), Problem> {
    let Some(table) = table.ok().map(|Path(table)| table).filter(|table| is_name(table)) else {
        return Err(Problem::new("REFERENCE_TABLE_UNKNOWN"));
    };
    let request = SearchReferenceValuesRequest {
        table,
        query: search.q.into_exposed(),
        page_size: search.limit,
        agency_code: search.agency.into_exposed(),
    };
    let answer = ask(app.dossiers.clone().search_reference_values(outgoing(request))).await;
    let names = [("query", "q"), ("page_size", "limit"), ("agency_code", "agency")];
    let answer = answer.map_err(|problem| problem.renamed(&names))?;
    let values = answer.values.into_iter().map(|value| ReferenceValueBody { code: value.code, label: value.label });
    Ok(([(header::CACHE_CONTROL, KEEP)], Json(ReferenceValues { values: values.collect() })))
}

fn is_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
