//! The table of types.

use anyhow::Context as _;
use sqlx::PgConnection;

use crate::domain::{
    desk::Destination,
    ticket_type::{Action, Field, TicketType},
};

struct Row {
    code: String,
    label_id: String,
    label_en: String,
    hint_id: String,
    hint_en: String,
    fields: Vec<String>,
    optional_fields: Vec<String>,
    destination: String,
    routed_by: Option<String>,
    due_hours: i32,
    reference_table: Option<String>,
    action: Option<String>,
}

impl Row {
    fn read(self) -> anyhow::Result<TicketType> {
        let fields = |names: &[String]| {
            let fields = names.iter().map(|name| Field::parse(name).context("a kept field is none"));
            fields.collect::<anyhow::Result<Vec<_>>>()
        };
        Ok(TicketType {
            fields: fields(&self.fields)?,
            optional_fields: fields(&self.optional_fields)?,
            destination: Destination::parse(&self.destination).context("a kept destination is none")?,
            routed_by: self.routed_by.map(|name| Field::parse(&name).context("a kept field is none")).transpose()?,
            due_hours: u32::try_from(self.due_hours)?,
            action: self.action.map(|name| Action::parse(&name).context("a kept action is none")).transpose()?,
            reference_table: self.reference_table,
            code: self.code,
            label_id: self.label_id,
            label_en: self.label_en,
            hint_id: self.hint_id,
            hint_en: self.hint_en,
        })
    }
}

/// The active types, in the order in which people choose.
pub(crate) async fn list(connection: &mut PgConnection) -> anyhow::Result<Vec<TicketType>> {
    let rows = sqlx::query_as!(
        Row,
        "select code, label_id, label_en, hint_id, hint_en, fields, optional_fields, destination, routed_by, due_hours,
                reference_table, action
         from helpdesk.ticket_types where active order by position"
    );
    rows.fetch_all(connection).await?.into_iter().map(Row::read).collect()
}

/// A type by its code, and whether new tickets of it are taken.
pub(crate) async fn find(connection: &mut PgConnection, code: &str) -> anyhow::Result<Option<(TicketType, bool)>> {
    let active = sqlx::query_scalar!("select active from helpdesk.ticket_types where code = $1", code);
    let Some(active) = active.fetch_optional(&mut *connection).await? else { return Ok(None) };
    let row = sqlx::query_as!(
        Row,
        "select code, label_id, label_en, hint_id, hint_en, fields, optional_fields, destination, routed_by, due_hours,
                reference_table, action
         from helpdesk.ticket_types where code = $1",
        code
    );
    Ok(Some((row.fetch_one(connection).await?.read()?, active)))
}
