//! The field catalogue and the declarations of truth: data that only migrations write.

use anyhow::Context as _;
use kernel::Stage;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::reference::field::{Field, FieldType, Master};

/// A declaration of truth.
#[derive(Clone, Debug)]
pub(crate) struct Declaration {
    /// Counts its wordings from 1.
    pub(crate) version: i32,
    /// Indonesian.
    pub(crate) text: String,
}

struct Row {
    key: String,
    section: String,
    label_id: String,
    label_en: String,
    kind: String,
    min_length: i16,
    max_length: i16,
    reference_table: Option<String>,
    required: bool,
    read_only: bool,
    document_required: bool,
    stages: Vec<String>,
    pii_class: String,
    master: String,
}

/// The fields of a version, in its order.
pub(crate) async fn fields(connection: &mut PgConnection, version: i32) -> anyhow::Result<Vec<Field>> {
    let rows = sqlx::query_as!(
        Row,
        "select key, section, label_id, label_en, type as kind, min_length, max_length, reference_table, required, read_only,
                document_required, stages, pii_class, master
         from registration.catalogue_fields where version = $1 order by position",
        version
    )
    .fetch_all(connection)
    .await?;
    let field = |row: Row| {
        Ok(Field {
            kind: FieldType::parse(&row.kind).context("a field's type is none")?,
            stages: row.stages.iter().map(|stage| Stage::parse(stage)).collect::<Result<_, _>>()?,
            sealed: row.pii_class == "P2",
            master: Master::parse(&row.master),
            key: row.key,
            section: row.section,
            label_id: row.label_id,
            label_en: row.label_en,
            min_length: usize::try_from(row.min_length)?,
            max_length: usize::try_from(row.max_length)?,
            reference_table: row.reference_table,
            required: row.required,
            read_only: row.read_only,
            document_required: row.document_required,
        })
    };
    rows.into_iter().map(field).collect()
}

/// The declaration that is taken now.
///
/// # Errors
/// The database is away, or no declaration has been published.
pub(crate) async fn declaration(
    connection: &mut PgConnection,
    now: OffsetDateTime,
) -> Result<Declaration, sqlx::Error> {
    sqlx::query_as!(
        Declaration,
        "select version, text from registration.declarations where published_at <= $1 order by version desc limit 1",
        now
    )
    .fetch_one(connection)
    .await
}
