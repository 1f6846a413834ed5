//! Writes files, a page of rows in a transaction with the place it got to: whoever dies leaves a file that goes on there.

use std::time::Duration;

use chassis::{
    ambient::new_id,
    audit::{self, Entry},
    db::{Tx, is_outage},
    jobs::Schedule,
};
use data_encoding::HEXLOWER;
use kernel::{AgencyCode, Jurisdiction};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;
use tokio::time::Instant;
use tracing::warn;
use uuid::Uuid;

use crate::{
    SCHEMA,
    app::App,
    domain::{area::Area, export::Kind},
    store::{
        export_chunks,
        export_rows::{self, Placed},
        exports::{self, Export},
        fact_projection,
    },
};

pub(super) const SCHEDULE: Schedule = Schedule { name: "write_exports", every: Duration::from_secs(2) };

/// Rows in a transaction: some 700 KiB of text.
const PAGE: i64 = 5_000;
/// After that long the next file has its turn.
const TURN: Duration = Duration::from_secs(5);
/// How often writing may fail before the file has.
const PATIENCE: i32 = 5;

/// Whether any file is to be gone on with.
pub(super) async fn is_due(app: &App) -> Result<bool, sqlx::Error> {
    Ok(exports::next(&mut *app.db.read().await?).await?.is_some())
}

/// Goes on with one file for a few seconds; says whether there may be more to do.
///
/// # Errors
/// The database is away; what was written stays written.
pub(crate) async fn write_exports(app: &App) -> anyhow::Result<bool> {
    let next = exports::next(&mut *app.db.read().await?).await?;
    let Some(export_id) = next else { return Ok(false) };
    let until = Instant::now() + TURN;
    while Instant::now() < until {
        match write_page(app, export_id).await {
            Ok(true) => {}
            Ok(false) => break,
            // Nobody's fault: tried again for as long as it takes.
            Err(error) if error.downcast_ref().is_some_and(is_outage) => return Err(error),
            Err(error) => {
                warn!(%export_id, error = format!("{error:#}"), "an export cannot be gone on with");
                setback(app, export_id).await?;
                break;
            }
        }
    }
    Ok(true)
}

async fn setback(app: &App, export_id: Uuid) -> Result<(), sqlx::Error> {
    let now = app.clock.now();
    let noted = async move |mut tx: Tx| exports::setback(&mut tx, export_id, PATIENCE, now).await;
    app.db.write("write_exports_setback", noted).await
}

/// Writes the next page of an unfinished file, and finishes it after the last one; says whether it goes on.
async fn write_page(app: &App, export_id: Uuid) -> anyhow::Result<bool> {
    let now = app.clock.now();
    let page = app.db.write("write_exports", async move |mut tx| page(&mut tx, export_id, now).await);
    match page.await? {
        None => Ok(false),
        Some((_, PAGE)) => Ok(true),
        Some((export, _)) => {
            finish(app, export).await?;
            Ok(false)
        }
    }
}

/// Keeps a page with the place that it ends at: the file as it is now, and how many rows the page has. `None` when somebody
/// else has finished the file.
async fn page(tx: &mut Tx, export_id: Uuid, now: OffsetDateTime) -> anyhow::Result<Option<(Export, i64)>> {
    let Some(mut export) = exports::lock(tx, export_id).await? else { return Ok(None) };
    let mut text = if export.chunks == 0 { export.kind.head() } else { Vec::new() };
    let people = rows(tx, &mut export, PAGE, &mut text).await?;
    let count = i64::try_from(people.len())?;
    export.chunks += export_chunks::add(tx, export_id, export.chunks, &text).await?;
    export.bytes += i64::try_from(text.len())?;
    export.rows += count;
    export_chunks::add_people(tx, export_id, &people).await?;
    exports::advance(tx, &export, now).await?;
    Ok(Some((export, count)))
}

/// The page after the file's place, as text, and whose rows it has; moves the place.
async fn rows(
    connection: &mut PgConnection,
    export: &mut Export,
    page: i64,
    text: &mut Vec<u8>,
) -> anyhow::Result<Vec<Uuid>> {
    let asked = export.agency_code.as_deref().map(AgencyCode::parse).transpose()?;
    let Some(area) = Area::of(&Jurisdiction::parse(&export.jurisdiction)?, asked.as_ref()) else {
        return Ok(Vec::new());
    };
    // Each page reads what is live now: a rebuild in between changes no row's place.
    let generation = fact_projection::current(connection).await?;
    let (campaign, after) = (export.campaign_code.as_str(), export.place.unwrap_or_default());
    let (people, place) = match export.kind {
        Kind::RegisteredEmployees => {
            let rows = export_rows::registered(connection, generation, campaign, &area, after, page).await?;
            rows.iter().for_each(|placed| placed.row.write(text));
            passed(&rows)
        }
        Kind::UnregisteredEmployees => {
            let rows = export_rows::unregistered(connection, generation, campaign, &area, after, page).await?;
            rows.iter().for_each(|placed| placed.row.write(text));
            passed(&rows)
        }
    };
    export.place = place.or(export.place);
    Ok(people)
}

fn passed<T>(rows: &[Placed<T>]) -> (Vec<Uuid>, Option<Uuid>) {
    (rows.iter().map(|row| row.employee_id).collect(), rows.last().map(|row| row.place))
}

/// The sum is taken over what is kept, so that it needs no memory of earlier processes.
async fn finish(app: &App, export: Export) -> anyhow::Result<()> {
    let mut sum = Sha256::new();
    for number in 0..export.chunks {
        let chunk = export_chunks::read(&mut *app.db.read().await?, export.export_id, number).await?;
        sum.update(chunk.ok_or_else(|| anyhow::anyhow!("a chunk of a file is missing"))?);
    }
    let sha256 = HEXLOWER.encode(&sum.finalize());
    let clock = app.clock.clone();
    app.db
        .write("finish_export", async move |mut tx| {
            if exports::lock(&mut tx, export.export_id).await?.is_none() {
                return Ok(());
            }
            exports::finish(&mut tx, export.export_id, &sha256).await?;
            let people = export_chunks::count_people(&mut tx, export.export_id).await?;
            let entry = Entry {
                actor: "service:reporting",
                action: "write_export",
                subject_id: Some(export.export_id),
                details: json!({ "rows": export.rows, "people": people, "bytes": export.bytes, "sha256": sha256 }),
            };
            audit::append(&mut tx, SCHEMA, new_id(&clock), clock.now(), &entry).await
        })
        .await
}
