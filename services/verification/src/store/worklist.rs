//! What waits at an officer's stage, riskiest and oldest first, a page at a time. A text per kind of scope, so that each has
//! the index that fits it.

use kernel::{Nip, RegistrationNumber};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::scope::OfficerScope;

/// One line of the list.
pub struct Entry {
    /// Which.
    pub dossier_id: Uuid,
    /// Canonical.
    pub registration_number: String,
    /// P1.
    pub nip: String,
    /// P1.
    pub name: String,
    /// Whose.
    pub subject_id: Uuid,
    /// Name of the agency; its code until the agency has been heard of.
    pub agency_name: String,
    /// Name of the unit; its code until the unit has been heard of.
    pub unit_name: String,
    /// Number of the submission.
    pub submission: i32,
    /// The negative risk.
    pub rank: i32,
    /// What the stage has to decide.
    pub due_fields: i32,
    /// How much of it is marked.
    pub marked_fields: i32,
    /// When it was submitted.
    pub submitted_at: OffsetDateTime,
    /// When the stage should be done.
    pub due_at: OffsetDateTime,
    /// Who works on it, or did last.
    pub claimed_by: Option<Uuid>,
    /// Until when.
    pub claim_expires_at: Option<OffsetDateTime>,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// This number only.
    pub number: Option<RegistrationNumber>,
    /// This NIP only.
    pub nip: Option<Nip>,
}

/// A place in the list: rank, time, id.
pub type Place = (i32, OffsetDateTime, Uuid);

/// The page after a place in the list, within the officer's scope.
///
/// # Errors
/// The database is away.
pub async fn list(
    connection: &mut PgConnection,
    scope: &OfficerScope,
    filter: &Filter,
    after: Place,
    limit: i64,
) -> Result<Vec<Entry>, sqlx::Error> {
    let (officer, stage) = (scope.person.as_uuid(), scope.stage.as_str());
    let (rank, submitted_at, dossier_id) = after;
    let number = filter.number.as_ref().map(RegistrationNumber::as_str);
    let nip = filter.nip.as_ref().map(Nip::expose);
    if number.is_some() || nip.is_some() {
        let (agency, unit, kanreg, central) = (scope.agency(), scope.unit(), scope.kanreg(), scope.central());
        sqlx::query_file_as!(
            Entry,
            "src/store/worklist/one.sql",
            number,
            officer,
            stage,
            rank,
            submitted_at,
            dossier_id,
            limit,
            nip,
            agency,
            unit,
            kanreg,
            central
        )
        .fetch_all(connection)
        .await
    } else if let Some(agency) = scope.agency() {
        sqlx::query_file_as!(
            Entry,
            "src/store/worklist/in_agency.sql",
            agency,
            officer,
            stage,
            rank,
            submitted_at,
            dossier_id,
            limit
        )
        .fetch_all(connection)
        .await
    } else if let Some(unit) = scope.unit() {
        sqlx::query_file_as!(
            Entry,
            "src/store/worklist/in_unit.sql",
            unit,
            officer,
            stage,
            rank,
            submitted_at,
            dossier_id,
            limit
        )
        .fetch_all(connection)
        .await
    } else {
        sqlx::query_file_as!(
            Entry,
            "src/store/worklist/in_region.sql",
            scope.kanreg(),
            officer,
            stage,
            rank,
            submitted_at,
            dossier_id,
            limit,
            scope.central()
        )
        .fetch_all(connection)
        .await
    }
}

/// A dossier as the list would show it, whoever asks.
///
/// # Errors
/// The database is away.
pub async fn find(connection: &mut PgConnection, dossier_id: Uuid) -> Result<Option<Entry>, sqlx::Error> {
    sqlx::query_as!(
        Entry,
        r#"select r.dossier_id, r.registration_number, r.nip, r.name, r.subject_id,
                coalesce(a.name, r.agency_code) as "agency_name!", coalesce(u.name, r.unit_code) as "unit_name!",
                r.submission, r.rank, r.due_fields, r.marked_fields, r.submitted_at, r.due_at as "due_at!",
                r.claimed_by, r.claim_expires_at
         from verification.reviews r
         left join verification.agencies a on a.code = r.agency_code
         left join verification.org_units u on u.code = r.unit_code
         where r.dossier_id = $1 and r.state = 'open'"#,
        dossier_id
    )
    .fetch_optional(connection)
    .await
}
