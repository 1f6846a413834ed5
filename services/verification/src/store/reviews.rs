//! Reviews: one row per dossier, which is also its lock.

use anyhow::Context as _;
use kernel::{Claim, DossierId, Nip, PersonId, RegistrationId, RegistrationNumber, Stage, VerifierScope};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{completions, review_items};
use crate::domain::review::{Review, State};

/// Whose dossier it is, as it was submitted.
#[derive(Clone)]
pub(crate) struct Subject {
    pub(crate) dossier_id: DossierId,
    /// The registration that it belongs to.
    pub(crate) registration_id: RegistrationId,
    /// Canonical number.
    pub(crate) registration_number: RegistrationNumber,
    pub(crate) person_id: PersonId,
    /// P1.
    pub(crate) nip: Nip,
    /// P1.
    pub(crate) name: String,
    /// False after retirement or death.
    pub(crate) active: bool,
    /// The campaign's code.
    pub(crate) campaign_code: String,
    /// Parent agency.
    pub(crate) agency_code: String,
    /// Unit.
    pub(crate) unit_code: String,
    pub(crate) submitted_at: OffsetDateTime,
}

/// A review as it is kept.
pub(crate) struct Kept {
    pub(crate) subject: Subject,
    /// Where it stands.
    pub(crate) review: Review,
    /// How many events tell of it.
    pub(crate) version: i64,
    /// When the stage should be done; `None` when none decides.
    pub(crate) due_at: Option<OffsetDateTime>,
    /// Who works on it, or did last.
    pub(crate) claim: Option<Claim>,
}

/// Name of a state, for the store.
#[must_use]
pub(crate) fn state_name(state: State) -> &'static str {
    match state {
        State::Open(_) => "open",
        State::Recalled => "recalled",
        State::Returned => "returned",
        State::Completed => "completed",
        State::Final => "final",
    }
}

/// Reads what [`state_name`] wrote beside the stage.
#[must_use]
pub(crate) fn state_of(name: &str, stage: Option<Stage>) -> Option<State> {
    match (name, stage) {
        ("open", Some(stage)) => Some(State::Open(stage)),
        ("recalled", None) => Some(State::Recalled),
        ("returned", None) => Some(State::Returned),
        ("completed", None) => Some(State::Completed),
        ("final", None) => Some(State::Final),
        _ => None,
    }
}

/// Holds the review of a dossier until the transaction ends; false when there is none.
pub(crate) async fn lock(connection: &mut PgConnection, dossier: DossierId) -> Result<bool, sqlx::Error> {
    let locked = sqlx::query_scalar!(
        "select dossier_id from verification.reviews where dossier_id = $1 for update",
        dossier.as_uuid()
    );
    Ok(locked.fetch_optional(connection).await?.is_some())
}

/// The same, when it lies within the officer's jurisdiction, at whatever stage it is.
pub(crate) async fn lock_in_scope(
    connection: &mut PgConnection,
    dossier: DossierId,
    scope: &VerifierScope,
) -> Result<bool, sqlx::Error> {
    let locked = sqlx::query_scalar!(
        "select r.dossier_id from verification.reviews r
         where r.dossier_id = $1
           and (r.agency_code = $2
                or exists (select from verification.org_unit_closure c
                           where c.ancestor_code = $3 and c.descendant_code = r.unit_code)
                or exists (select from verification.agencies a
                           where a.code = r.agency_code
                             and (a.kanreg_code = $4 or (a.central and (left(a.code, 1) = 'X') = $5))))
         for update of r",
        dossier.as_uuid(),
        scope.agency(),
        scope.unit(),
        scope.kanreg(),
        scope.central()
    );
    Ok(locked.fetch_optional(connection).await?.is_some())
}

/// Holds the person's latest dossier until the transaction ends.
pub(crate) async fn lock_own(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<Option<DossierId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select dossier_id from verification.reviews where subject_id = $1
         order by submitted_at desc limit 1 for update",
        person.as_uuid()
    );
    Ok(id.fetch_optional(connection).await?.map(Into::into))
}

/// The person's latest dossier.
pub(crate) async fn find_own(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<Option<DossierId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select dossier_id from verification.reviews where subject_id = $1 order by submitted_at desc limit 1",
        person.as_uuid()
    );
    Ok(id.fetch_optional(connection).await?.map(Into::into))
}

/// A review with its fields.
pub(crate) async fn load(connection: &mut PgConnection, dossier: DossierId) -> anyhow::Result<Option<Kept>> {
    let row = sqlx::query!(
        "select registration_id, registration_number, subject_id, nip, name, active, campaign_code, agency_code,
                unit_code, state, stage, submission, version, submitted_at, due_at, claimed_by, claimed_account,
                claim_expires_at
         from verification.reviews where dossier_id = $1",
        dossier.as_uuid()
    );
    let Some(row) = row.fetch_optional(&mut *connection).await? else { return Ok(None) };
    let items = review_items::load(connection, dossier).await?;
    let completed = completions::of(connection, dossier).await?;
    let stage = row.stage.as_deref().map(Stage::parse).transpose().context("a kept stage is none")?;
    Ok(Some(Kept {
        subject: Subject {
            dossier_id: dossier,
            registration_id: row.registration_id.into(),
            registration_number: RegistrationNumber::parse(&row.registration_number)
                .context("a kept registration number is none")?,
            person_id: row.subject_id.into(),
            nip: Nip::parse(&row.nip).context("a kept NIP is none")?,
            name: row.name,
            active: row.active,
            campaign_code: row.campaign_code,
            agency_code: row.agency_code,
            unit_code: row.unit_code,
            submitted_at: row.submitted_at,
        },
        review: Review {
            state: state_of(&row.state, stage).context("a kept state is none")?,
            submission: u32::try_from(row.submission)?,
            items,
            completed,
        },
        version: row.version,
        due_at: row.due_at,
        claim: Claim::kept(row.claimed_by, row.claimed_account, row.claim_expires_at),
    }))
}

/// Keeps whose dossier it is and where it stands: made when it is new, brought up to date when the transaction holds it.
pub(crate) async fn keep(connection: &mut PgConnection, kept: &Kept) -> anyhow::Result<()> {
    let Kept { subject, review, .. } = kept;
    let risk: i32 = review.due().map(|item| item.risk()).fold(0, i32::saturating_add);
    let marked = review.due().filter(|item| !item.marks.is_empty()).count();
    sqlx::query!(
        "insert into verification.reviews
            (dossier_id, registration_id, registration_number, subject_id, nip, name, active, campaign_code, agency_code,
             unit_code, state, stage, submission, version, rank, due_fields, marked_fields, submitted_at, due_at,
             claimed_by, claimed_account, claim_expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
         on conflict (dossier_id) do update
            set nip = excluded.nip, name = excluded.name, active = excluded.active, agency_code = excluded.agency_code,
                unit_code = excluded.unit_code, state = excluded.state, stage = excluded.stage,
                submission = excluded.submission, version = excluded.version, rank = excluded.rank,
                due_fields = excluded.due_fields, marked_fields = excluded.marked_fields,
                submitted_at = excluded.submitted_at, due_at = excluded.due_at, claimed_by = excluded.claimed_by,
                claimed_account = excluded.claimed_account, claim_expires_at = excluded.claim_expires_at",
        subject.dossier_id.as_uuid(),
        subject.registration_id.as_uuid(),
        subject.registration_number.as_str(),
        subject.person_id.as_uuid(),
        subject.nip.expose(),
        subject.name,
        subject.active,
        subject.campaign_code,
        subject.agency_code,
        subject.unit_code,
        state_name(review.state),
        review.stage().map(Stage::as_str),
        i32::try_from(review.submission)?,
        kept.version,
        -risk,
        i32::try_from(review.due().count())?,
        i32::try_from(marked)?,
        subject.submitted_at,
        kept.due_at,
        kept.claim.map(|claim| claim.by.as_uuid()),
        kept.claim.map(|claim| claim.account.as_uuid()),
        kept.claim.map(|claim| claim.expires_at)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps who works on a review that the transaction holds.
pub(crate) async fn set_claim(
    connection: &mut PgConnection,
    dossier: DossierId,
    claim: Option<Claim>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update verification.reviews set claimed_by = $2, claimed_account = $3, claim_expires_at = $4
         where dossier_id = $1",
        dossier.as_uuid(),
        claim.map(|claim| claim.by.as_uuid()),
        claim.map(|claim| claim.account.as_uuid()),
        claim.map(|claim| claim.expires_at)
    )
    .execute(connection)
    .await?;
    Ok(())
}
