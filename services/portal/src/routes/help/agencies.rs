//! An agency by its name: helpdesk wants the code.

use chassis::grpc::{ask, outgoing};
use proto::registration::v1::{ReferenceValue, SearchReferenceValuesRequest};
use tonic::Status;

use crate::{
    app::App,
    form::{Choice, Fields},
};

const TABLE: &str = "instansi";
/// More are no choice any more, but a list to search by typing more of the name.
const MOST: u32 = 12;
/// What registration takes at most, in code points.
const LONGEST: usize = 100;

/// What a typed name stands for.
pub(super) enum Found {
    /// Nothing was typed.
    Nothing,
    /// One agency: its code.
    One(String),
    /// Several: one is to be chosen.
    Several(Vec<Choice>),
    /// None has such a name.
    None,
}

/// Looks for the agency that was typed or chosen.
///
/// # Errors
/// Registration gives no answer, or refuses the text.
pub(super) async fn find(app: &App, fields: &Fields) -> Result<Found, Status> {
    let typed: String = fields.text("agency_name").chars().take(LONGEST).collect();
    if typed.is_empty() {
        return Ok(Found::Nothing);
    }
    let request = SearchReferenceValuesRequest {
        table: TABLE.to_owned(),
        query: typed.clone(),
        page_size: MOST,
        agency_code: String::new(),
    };
    let found = ask(app.dossiers.clone().search_reference_values(outgoing(request))).await?.values;
    let chosen = fields.text("agency");
    let is_meant = |value: &&ReferenceValue| value.code == chosen || value.label.eq_ignore_ascii_case(&typed);
    Ok(match found.as_slice() {
        [] => Found::None,
        [one] => Found::One(one.code.clone()),
        several => match several.iter().find(|value| value.code == chosen).or(several.iter().find(is_meant)) {
            Some(meant) => Found::One(meant.code.clone()),
            None => Found::Several(several.iter().map(|value| Choice::new(&value.code, &value.label)).collect()),
        },
    })
}
