//! What events do to projections: the same for those that are live and for those that a rebuild makes beside them.

use std::collections::HashMap;

use anyhow::Context as _;
use chassis::events::Heard;
use futures::future::BoxFuture;
use kernel::{AgencyCode, DossierId, EmployeeId, RegistrationId, Stage};
use prost_types::Timestamp;
use proto::{
    registration::v1::{EmployeeRef, Stage as StageMessage},
    verification::v1::DossierRef,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    domain::standing::{Standing, State, Step},
    store::{
        view_counts::{self, Cell},
        view_dossiers::{self, Dossier},
        view_employees::{self, Employee},
        view_registrations,
    },
};

/// Applies an event to the projections of a generation: `events::project`.
pub type Project = for<'a> fn(&'a mut PgConnection, i64, &'a Heard) -> BoxFuture<'a, anyhow::Result<()>>;

/// A change of what is known of some people: their counts follow by the difference of before and after.
pub struct Change {
    generation: i64,
    people: Vec<Uuid>,
    before: HashMap<Cell, i64>,
}

impl Change {
    /// Before anything of these people changes; nobody else changes it until the transaction ends.
    ///
    /// # Errors
    /// The database is away.
    pub async fn begin(connection: &mut PgConnection, generation: i64, people: Vec<Uuid>) -> Result<Self, sqlx::Error> {
        view_counts::lock_people(connection, generation, &people).await?;
        let before = view_counts::of_people(connection, generation, &people).await?;
        Ok(Self { generation, people, before })
    }

    /// After everything has changed.
    ///
    /// # Errors
    /// The database is away.
    pub async fn finish(self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let Self { generation, people, before } = self;
        view_registrations::move_to_people(connection, generation, &people).await?;
        view_dossiers::move_to_people(connection, generation, &people).await?;
        let mut differences = view_counts::of_people(connection, generation, &people).await?;
        for (cell, count) in before {
            *differences.entry(cell).or_default() -= count;
        }
        let mut differences: Vec<(Cell, i64)> = differences.into_iter().filter(|(_, count)| *count != 0).collect();
        if differences.is_empty() {
            return Ok(());
        }
        differences.sort_unstable();
        view_counts::add(connection, generation, &differences).await
    }
}

/// Keeps what the master data says of these people now.
///
/// # Errors
/// The database is away.
pub async fn keep_employees(
    connection: &mut PgConnection,
    generation: i64,
    employees: Vec<Employee>,
) -> anyhow::Result<()> {
    // A message may name somebody twice: the newest row counts.
    let mut newest: HashMap<Uuid, Employee> = HashMap::new();
    for employee in employees {
        let known = newest.get(&employee.employee_id).map_or(0, |known| known.version);
        if employee.version > known {
            newest.insert(employee.employee_id, employee);
        }
    }
    let rows: Vec<Employee> = newest.into_values().collect();
    let change = Change::begin(connection, generation, rows.iter().map(|row| row.employee_id).collect()).await?;
    view_employees::put(connection, generation, &rows).await?;
    Ok(change.finish(connection).await?)
}

/// The row that a message tells of.
///
/// # Errors
/// It names nobody.
pub fn employee(message: &EmployeeRef) -> anyhow::Result<Employee> {
    Ok(Employee {
        employee_id: EmployeeId::parse(&message.employee_id)?.as_uuid(),
        nip: message.nip.clone(),
        agency_code: AgencyCode::parse(&message.agency_code)?.to_string(),
        unit_code: message.unit_code.clone(),
        active: message.active,
        version: i64::try_from(message.version)?,
    })
}

/// Keeps where a dossier stands, unless it has come further.
///
/// # Errors
/// The database is away, or the message names no dossier.
pub async fn advance_dossier(
    connection: &mut PgConnection,
    generation: i64,
    dossier: Option<&DossierRef>,
    step: Step,
    state: State,
    at: Option<&Timestamp>,
) -> anyhow::Result<()> {
    let dossier = dossier.context("an event of a dossier without a dossier")?;
    let standing = Standing { submission: dossier.submission, step, state, entered_at: instant(at)? };
    let employee = employee(dossier.employee.as_ref().context("a dossier without an employee")?)?;
    let row = Dossier {
        dossier_id: DossierId::parse(&dossier.dossier_id)?.as_uuid(),
        registration_id: RegistrationId::parse(&dossier.registration_id)?.as_uuid(),
        employee_id: employee.employee_id,
        campaign_code: dossier.campaign_code.clone(),
        agency_code: employee.agency_code,
        unit_code: employee.unit_code,
        standing,
    };
    let change = Change::begin(connection, generation, vec![row.employee_id]).await?;
    view_dossiers::advance(connection, generation, &row).await?;
    Ok(change.finish(connection).await?)
}

/// When something happened.
///
/// # Errors
/// The message does not say.
pub fn instant(at: Option<&Timestamp>) -> anyhow::Result<OffsetDateTime> {
    at.and_then(chassis::wire::instant).context("an event without its time")
}

/// A stage by its number in a message.
///
/// # Errors
/// It is none.
pub fn stage(number: i32) -> anyhow::Result<Stage> {
    match StageMessage::try_from(number) {
        Ok(StageMessage::Skpd) => Ok(Stage::Skpd),
        Ok(StageMessage::Bkd) => Ok(Stage::Bkd),
        Ok(StageMessage::KanregBkn) => Ok(Stage::KanregBkn),
        Ok(StageMessage::Unspecified) | Err(_) => Err(anyhow::anyhow!("no stage has the number {number}")),
    }
}
