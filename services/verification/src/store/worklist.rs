//! What waits at an officer's stage, riskiest and oldest first, a page at a time. A text per kind of scope, so that each has
//! the index that fits it.

use kernel::{Nip, RegistrationNumber, VerifierScope};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// One line of the list.
pub(crate) struct Entry {
    pub(crate) dossier_id: Uuid,
    /// Canonical.
    pub(crate) registration_number: String,
    /// P1.
    pub(crate) nip: String,
    /// P1.
    pub(crate) name: String,
    pub(crate) subject_id: Uuid,
    /// Name of the agency; its code until the agency has been heard of.
    pub(crate) agency_name: String,
    /// Name of the unit; its code until the unit has been heard of.
    pub(crate) unit_name: String,
    /// Number of the submission.
    pub(crate) submission: i32,
    /// The negative risk.
    pub(crate) rank: i32,
    /// What the stage has to decide.
    pub(crate) due_fields: i32,
    /// How much of it is marked.
    pub(crate) marked_fields: i32,
    /// When it was submitted.
    pub(crate) submitted_at: OffsetDateTime,
    /// When the stage should be done.
    pub(crate) due_at: OffsetDateTime,
    /// Who works on it, or did last.
    pub(crate) claimed_by: Option<Uuid>,
    /// Until when.
    pub(crate) claim_expires_at: Option<OffsetDateTime>,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// This number only.
    pub(crate) number: Option<RegistrationNumber>,
    /// This NIP only.
    pub(crate) nip: Option<Nip>,
}

/// A place in the list: rank, time, id.
pub(crate) type Place = (i32, OffsetDateTime, Uuid);

/// The page after a place in the list, within the officer's scope.
pub(crate) async fn list(
    connection: &mut PgConnection,
    scope: &VerifierScope,
    filter: &Filter,
    after: Place,
    limit: i64,
) -> Result<Vec<Entry>, sqlx::Error> {
    let (officer, stage) = (scope.person().as_uuid(), scope.stage().as_str());
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
pub(crate) async fn find(connection: &mut PgConnection, dossier_id: Uuid) -> Result<Option<Entry>, sqlx::Error> {
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
