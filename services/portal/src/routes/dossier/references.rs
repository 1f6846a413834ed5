//! How references are chosen: from a list where the table is short, else looked up first.

use std::{sync::Arc, time::Duration};

use chassis::grpc::{ask, outgoing};
use moka::future::Cache;
use proto::registration::v1::{
    AnswerKind, Dossier, DossierField, FieldType, ReferenceValue, SearchReferenceValuesRequest,
};
use tonic::Status;

use crate::{
    app::{App, shared_by},
    form::Choice,
    pages::dossier::{row::Widget, typed::Typed},
    refused::Refused,
    text::Text,
};

/// The longest answer that a search gives: a table that fills it is not short.
const SHORT: usize = 50;
/// As many as can be read on a phone.
const FOUND: u32 = 20;
/// As the gateway keeps them.
const KEPT: Duration = Duration::from_secs(300);
/// Every agency has a list of units.
const TABLES_KEPT: u64 = 2_000;
/// The table of units, of which only those of one's agency are shown, and the table of agencies.
const UNITS: &str = "unor";
const AGENCIES: &str = "instansi";

/// The beginnings of tables.
pub(super) struct References(Cache<(String, String), Arc<Vec<ReferenceValue>>>);

impl References {
    pub(super) fn new() -> Self {
        Self(Cache::builder().max_capacity(TABLES_KEPT).time_to_live(KEPT).build())
    }

    /// How a field is chosen; none for what is typed.
    pub(super) async fn widget(
        &self,
        app: &App,
        t: Text,
        dossier: &Dossier,
        field: &DossierField,
        typed: Option<&Typed>,
    ) -> Option<Widget> {
        if field.r#type() != FieldType::Reference || !field.open {
            return None;
        }
        let agency = if field.reference_table == UNITS { agency(dossier) } else { "" };
        let value = typed.map_or(field.correction.as_str(), |typed| &typed.value);
        let label = if value == field.correction { field.correction_label.as_str() } else { value };
        let chosen = (!value.is_empty()).then(|| Choice::new(value, label));
        let short = self.beginning(app, &field.reference_table, agency).await;
        if let Ok(values) = &short
            && values.len() < SHORT
        {
            return Some(Widget::Select(choices(None, chosen, values)));
        }
        let query = typed.map(|typed| typed.query.as_str()).unwrap_or_default();
        let answer = match short {
            Err(status) => Err(status),
            Ok(_) if query.is_empty() => {
                return Some(Widget::Search { found: chosen.into_iter().collect(), told: String::new() });
            }
            Ok(_) => search(app, &field.reference_table, query, agency, FOUND).await,
        };
        let (values, told) = match answer {
            Ok(values) => {
                let told = told(t, values.len());
                (values, told)
            }
            Err(status) => {
                let refused = Refused::of(&status, t.0);
                let rule = refused.fields.first().map(|(_, rule)| rule.clone());
                (Vec::new(), rule.unwrap_or_else(|| refused.sentence.to_owned()))
            }
        };
        Some(Widget::Search { found: choices(chosen, None, &values), told })
    }

    async fn beginning(&self, app: &App, table: &str, agency: &str) -> Result<Arc<Vec<ReferenceValue>>, Status> {
        let key = (table.to_owned(), agency.to_owned());
        let most = u32::try_from(SHORT).unwrap_or(u32::MAX);
        let read = async { Ok::<_, Status>(Arc::new(search(app, table, "", agency, most).await?)) };
        shared_by(self.0.try_get_with(key, read)).await
    }
}

async fn search(
    app: &App,
    table: &str,
    query: &str,
    agency_code: &str,
    page_size: u32,
) -> Result<Vec<ReferenceValue>, Status> {
    let (table, query, agency_code) = (table.to_owned(), query.to_owned(), agency_code.to_owned());
    let request = SearchReferenceValuesRequest { table, query, page_size, agency_code };
    Ok(ask(app.dossiers.clone().search_reference_values(outgoing(request))).await?.values)
}

/// The values, with what is chosen at one end even if it is none of them any more.
fn choices(first: Option<Choice>, last: Option<Choice>, values: &[ReferenceValue]) -> Vec<Choice> {
    let is_new = |choice: &Choice| values.iter().all(|value| value.code != choice.value);
    let (mut first, mut last) = (first, last.filter(is_new));
    if let Some(value) = values.iter().find(|value| first.as_ref().is_some_and(|first| first.value == value.code)) {
        first = Some(Choice::new(&value.code, &value.label));
    }
    let taken = first.as_ref().map(|first| first.value.clone());
    let rest = values.iter().filter(|value| Some(&value.code) != taken.as_ref());
    let rest = rest.map(|value| Choice::new(&value.code, &value.label));
    first.take().into_iter().chain(rest).chain(last.take()).collect()
}

fn told(t: Text, found: usize) -> String {
    match u32::try_from(found) {
        Ok(0) => t.say("dossier-search-none"),
        Ok(found) if found < FOUND => t.say("dossier-search-found").with("count", found),
        _ => t.say("dossier-search-many").with("count", found),
    }
    .to_string()
}

/// The agency that units are chosen from: the one that is claimed, else the one that is known.
fn agency(dossier: &Dossier) -> &str {
    let field = dossier.fields.iter().find(|field| field.reference_table == AGENCIES);
    field.map_or("", |field| match field.answer() {
        AnswerKind::Correction => &field.correction,
        AnswerKind::Check | AnswerKind::Unspecified => &field.database_value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_always_among_the_choices_and_only_once() {
        let value = |code: &str| ReferenceValue { code: code.to_owned(), label: format!("Label {code}") };
        let values = [value("a"), value("b")];
        let codes = |choices: Vec<Choice>| choices.into_iter().map(|choice| choice.value).collect::<String>();
        let choice = |code: &str| Some(Choice::new(code, code));
        assert_eq!(codes(choices(choice("b"), None, &values)), "ba");
        assert_eq!(codes(choices(choice("z"), None, &values)), "zab");
        assert_eq!(codes(choices(None, choice("z"), &values)), "abz");
        assert_eq!(codes(choices(None, choice("a"), &values)), "ab");
        assert_eq!(choices(choice("b"), None, &values)[0].label, "Label b");
    }
}
