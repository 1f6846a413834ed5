//! What events do to projections: the same for those that are live and for those that a rebuild makes beside them.

use std::collections::{BTreeSet, HashMap, hash_map::Entry};

use anyhow::Context as _;
use chassis::events::Heard;
use futures::future::BoxFuture;
use kernel::{AgencyCode, DossierId, EmployeeId, RegistrationId, RehearsalAgency, Stage};
use prost_types::Timestamp;
use proto::{
    registration::v1::{EmployeeRef, Stage as StageMessage},
    verification::v1::DossierRef,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::registration_turns::RegistrationTurns;
use crate::{
    domain::{
        master_data::{Agency, Employee, OrgUnit},
        standing::{Dossier, Standing, State, Step},
    },
    store::{
        rehearsals, view_agencies,
        view_counts::{self, Cell},
        view_dossiers, view_employees, view_org_units, view_registrations,
    },
};

/// Applies events to the projections of a generation: `hears::project`.
pub(crate) type Project = for<'a> fn(&'a mut PgConnection, i64, &'a [&'a Heard]) -> BoxFuture<'a, anyhow::Result<()>>;

/// What some events change, gathered before anything is written: few statements for many events, and the same rows as if
/// each had been applied for itself. Of the master data and of dossiers only what is furthest counts, so that is all that is
/// kept here; what happens to one registration stays in its order.
#[derive(Default)]
pub(crate) struct Changes {
    /// Whose counts may change.
    people: BTreeSet<Uuid>,
    agencies: HashMap<String, Agency>,
    units: HashMap<String, OrgUnit>,
    employees: HashMap<Uuid, Employee>,
    dossiers: HashMap<Uuid, Dossier>,
    registrations: RegistrationTurns,
    /// After everything else.
    purge: Option<Purge>,
}

/// What of a rehearsal is removed.
pub(crate) struct Purge {
    /// People, with everything of theirs.
    pub(crate) people: Vec<Uuid>,
    /// An agency, with its units.
    pub(crate) agency: Option<RehearsalAgency>,
}

impl Changes {
    /// Removes something of a rehearsal; what changes after that belongs into changes of its own.
    pub(crate) fn purge(&mut self, purge: Purge) {
        self.purge = Some(purge);
    }

    /// Whether nothing may be added.
    #[must_use]
    pub(crate) fn is_closed(&self) -> bool {
        self.purge.is_some()
    }

    /// The agency of a rehearsal that is over.
    pub(super) fn gone_agency(&self) -> Option<&RehearsalAgency> {
        self.purge.as_ref()?.agency.as_ref()
    }

    fn all_people(&self) -> impl Iterator<Item = Uuid> {
        self.people.iter().chain(self.purge.iter().flat_map(|purge| &purge.people)).copied()
    }

    /// An agency is new or has changed.
    pub(crate) fn agency(&mut self, row: Agency) {
        keep_newest(&mut self.agencies, row.code.clone(), row, |row| row.version);
    }

    /// A unit is new or has changed.
    pub(crate) fn org_unit(&mut self, row: OrgUnit) {
        keep_newest(&mut self.units, row.code.clone(), row, |row| row.version);
    }

    /// What the master data says of a person; version 0 says nothing.
    pub(crate) fn employee(&mut self, row: Employee) {
        if row.version > 0 {
            self.people.insert(row.employee_id);
            keep_newest(&mut self.employees, row.employee_id, row, |row| row.version);
        }
    }

    /// Something happens to a registration of this person.
    pub(crate) fn registrations_of(&mut self, employee_id: Uuid) -> &mut RegistrationTurns {
        self.people.insert(employee_id);
        &mut self.registrations
    }

    /// A reservation ended; nobody's counts change.
    pub(crate) fn lapse(&mut self, registration_id: Uuid) {
        self.registrations.lapse(registration_id);
    }

    /// Where a dossier stands, unless it has come further.
    ///
    /// # Errors
    /// The message names no dossier.
    pub(crate) fn dossier(
        &mut self,
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
        self.people.insert(row.employee_id);
        let progress = |row: &Dossier| (row.standing.submission, row.standing.step);
        keep_newest(&mut self.dossiers, row.dossier_id, row, progress);
        Ok(())
    }

    async fn write(self, connection: &mut PgConnection, generation: i64) -> Result<(), sqlx::Error> {
        let Self { people, agencies, units, employees, dossiers, registrations, purge } = self;
        if !agencies.is_empty() {
            view_agencies::put(connection, generation, &values(agencies)).await?;
        }
        if !units.is_empty() {
            view_org_units::put(connection, generation, &values(units)).await?;
        }
        let counting = Counting::begin(connection, generation, people.into_iter().collect()).await?;
        if !employees.is_empty() {
            view_employees::put(connection, generation, &values(employees)).await?;
        }
        registrations.write(connection, generation).await?;
        if !dossiers.is_empty() {
            view_dossiers::advance(connection, generation, &values(dossiers)).await?;
        }
        counting.finish(connection).await?;
        if let Some(Purge { people, agency }) = purge {
            let counting = Counting::begin(connection, generation, people.clone()).await?;
            rehearsals::purge_people(connection, generation, &people).await?;
            counting.finish(connection).await?;
            if let Some(agency) = agency {
                rehearsals::purge_agency(connection, generation, &agency).await?;
            }
        }
        Ok(())
    }
}

/// Writes changes one after the other into the projections of a generation.
///
/// # Errors
/// The database is away, or a row breaks a rule of its table.
pub(crate) async fn write(
    connection: &mut PgConnection,
    generation: i64,
    changes: Vec<Changes>,
) -> Result<(), sqlx::Error> {
    // All at once and in one order: two listeners do not wait for each other in a circle.
    let people: Vec<Uuid> = changes.iter().flat_map(Changes::all_people).collect();
    view_counts::lock_people(connection, generation, &people).await?;
    for changes in changes {
        changes.write(connection, generation).await?;
    }
    Ok(())
}

/// The first of equals stays, as it would in the table.
fn keep_newest<K: Eq + std::hash::Hash, V, O: Ord>(rows: &mut HashMap<K, V>, key: K, row: V, order: impl Fn(&V) -> O) {
    match rows.entry(key) {
        Entry::Occupied(mut known) if order(known.get()) < order(&row) => drop(known.insert(row)),
        Entry::Occupied(_) => {}
        Entry::Vacant(place) => drop(place.insert(row)),
    }
}

fn values<K, V>(rows: HashMap<K, V>) -> Vec<V> {
    rows.into_values().collect()
}

/// The counts of some people follow what is known of them by the difference of before and after.
struct Counting {
    generation: i64,
    people: Vec<Uuid>,
    before: HashMap<Cell, i64>,
}

impl Counting {
    /// Before anything of these people changes, who are locked.
    async fn begin(connection: &mut PgConnection, generation: i64, people: Vec<Uuid>) -> Result<Self, sqlx::Error> {
        if people.is_empty() {
            return Ok(Self { generation, people, before: HashMap::new() });
        }
        let before = view_counts::of_people(connection, generation, &people).await?;
        Ok(Self { generation, people, before })
    }

    /// After everything has changed.
    async fn finish(self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let Self { generation, people, before } = self;
        if people.is_empty() {
            return Ok(());
        }
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

/// The row that a message tells of.
///
/// # Errors
/// It names nobody.
pub(crate) fn employee(message: &EmployeeRef) -> anyhow::Result<Employee> {
    Ok(Employee {
        employee_id: EmployeeId::parse(&message.employee_id)?.as_uuid(),
        nip: message.nip.clone(),
        agency_code: AgencyCode::parse(&message.agency_code)?.to_string(),
        unit_code: message.unit_code.clone(),
        active: message.active,
        version: i64::try_from(message.version)?,
    })
}

/// When something happened.
///
/// # Errors
/// The message does not say.
pub(crate) fn instant(at: Option<&Timestamp>) -> anyhow::Result<OffsetDateTime> {
    at.and_then(chassis::wire::instant).context("an event without its time")
}

/// A stage by its number in a message.
///
/// # Errors
/// It is none.
pub(crate) fn stage(number: i32) -> anyhow::Result<Stage> {
    let stage = StageMessage::try_from(number).ok().and_then(chassis::wire::stage_of);
    stage.with_context(|| format!("no stage has the number {number}"))
}
