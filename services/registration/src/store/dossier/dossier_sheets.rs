//! All that a dossier's use cases look at, in one question: whoever saves a field asks nothing else of the database before.

use anyhow::Context as _;
use kernel::{EmployeeId, Nip, RegistrationNumber};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{dossier_fields::Kept, dossiers::Dossier};
use crate::{
    domain::{
        dossier::{Life, State},
        reference::campaign::{Campaign, current},
    },
    store::master::{
        employee_master::{MasterRow, texts},
        stored_value::StoredValue,
    },
};

/// A dossier beside its owner's master data. P1 and P2: no `Debug`.
pub(crate) struct Sheet {
    pub(crate) dossier: Dossier,
    pub(crate) master: MasterRow,
    /// Master values that have no column of their own.
    pub(crate) attributes: Vec<(String, StoredValue)>,
    /// What has been answered.
    pub(crate) drafts: Vec<Kept>,
}

/// Which part of whose dossier.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    pub(crate) employee: EmployeeId,
    /// In which campaign; `None` for the current one.
    pub(crate) campaign_code: Option<&'a str>,
    /// Answers and attributes of these fields; `None` for all.
    pub(crate) keys: Option<&'a [String]>,
}

/// The dossier, unless there is none.
pub(crate) async fn load(
    connection: &mut PgConnection,
    wanted: Wanted<'_>,
    now: OffsetDateTime,
) -> anyhow::Result<Option<Sheet>> {
    let rows = sqlx::query!(
        r#"select d.dossier_id, d.registration_id, r.registration_number, e.nip, d.campaign_code, d.catalogue_version, d.state,
                d.submission, d.version, d.submitted_at,
                jsonb_strip_nulls(jsonb_build_object(
                    'old_nip', e.old_nip, 'name', e.name, 'front_title', e.front_title, 'back_title', e.back_title,
                    'birth_place', e.birth_place, 'birth_date', e.birth_date, 'sex', e.sex, 'religion', e.religion,
                    'grade', e.grade, 'grade_tmt', e.grade_tmt, 'education', e.education,
                    'graduation_year', e.graduation_year::text, 'agency_code', e.agency_code,
                    'work_agency_code', e.work_agency_code, 'unit_code', e.unit_code,
                    'parent_unit_code', u.parent_code, 'position_type', e.position_type, 'position', e.position,
                    'echelon', e.echelon, 'tmt_cpns', e.tmt_cpns, 'tmt_pns', e.tmt_pns,
                    'legal_status', e.legal_status)) as "columns!",
                e.nik_sealed, a.data_key_owner, e.version as master_version,
                v.keys as "attribute_keys!", v.clear as "attribute_values!: Vec<Option<String>>",
                v.sealed as "attributes_sealed!: Vec<Option<Vec<u8>>>",
                f.keys as "keys!", f.revisions as "revisions!", f.corrections as "corrections!: Vec<Option<String>>",
                f.sealed as "corrections_sealed!: Vec<Option<Vec<u8>>>", f.tags as "tags!: Vec<Option<Vec<u8>>>",
                f.reopened as "reopened!", f.stages as "stages!: Vec<Option<String>>",
                f.reasons as "reasons!: Vec<Option<String>>", f.outcomes as "outcomes!: Vec<Option<String>>",
                c.codes as "campaigns!", c.names as "campaign_names!", c.opens as "campaign_opens!",
                c.registrations as "campaign_registrations!", c.submissions as "campaign_submissions!",
                c.verifications as "campaign_verifications!"
         from registration.dossiers d
         join registration.registrations r on r.registration_id = d.registration_id
         join registration.employees e on e.employee_id = d.employee_id
         join registration.org_units u on u.code = e.unit_code
         join registration.agencies a on a.code = e.agency_code
         cross join lateral (
             select coalesce(array_agg(t.key), '{}') as keys, coalesce(array_agg(t.value), '{}') as clear,
                    coalesce(array_agg(t.value_sealed), '{}') as sealed
             from registration.employee_attributes t
             where t.employee_id = d.employee_id and ($3::text[] is null or t.key = any($3))
         ) v
         cross join lateral (
             select coalesce(array_agg(k.key), '{}') as keys, coalesce(array_agg(k.revision), '{}') as revisions,
                    coalesce(array_agg(k.correction), '{}') as corrections,
                    coalesce(array_agg(k.correction_sealed), '{}') as sealed,
                    coalesce(array_agg(k.checked_tag), '{}') as tags, coalesce(array_agg(k.reopened), '{}') as reopened,
                    coalesce(array_agg(k.return_stage), '{}') as stages,
                    coalesce(array_agg(k.return_reason_code), '{}') as reasons,
                    coalesce(array_agg(k.outcome), '{}') as outcomes
             from registration.dossier_fields k
             where k.dossier_id = d.dossier_id and ($3::text[] is null or k.key = any($3))
         ) f
         cross join (
             select array_agg(p.code order by p.code) as codes, array_agg(p.name order by p.code) as names,
                    array_agg(p.opens_at order by p.code) as opens,
                    array_agg(p.registration_closes_at order by p.code) as registrations,
                    array_agg(p.submission_closes_at order by p.code) as submissions,
                    array_agg(p.verification_closes_at order by p.code) as verifications
             from registration.campaigns p
         ) c
         where d.employee_id = $1 and ($2::text is null or d.campaign_code = $2)"#,
        wanted.employee.as_uuid(),
        wanted.campaign_code,
        wanted.keys as Option<&[String]>
    )
    .fetch_all(connection)
    .await?;
    // Nearly everybody has a single dossier; each row says which campaigns there are.
    let row = rows.into_iter().find(|row| {
        let dates = row.campaign_opens.iter().zip(&row.campaign_registrations);
        let dates = dates.zip(&row.campaign_submissions).zip(&row.campaign_verifications);
        let campaigns = row.campaigns.iter().zip(&row.campaign_names).zip(dates);
        let campaigns =
            campaigns.map(|((code, name), (((opens_at, registration), submission), verification))| Campaign {
                code: code.clone(),
                name: name.clone(),
                opens_at: *opens_at,
                registration_closes_at: *registration,
                submission_closes_at: *submission,
                verification_closes_at: *verification,
            });
        let campaigns: Vec<Campaign> = campaigns.collect();
        wanted.campaign_code.is_some()
            || current(&campaigns, now).is_some_and(|campaign| campaign.code == row.campaign_code)
    });
    let Some(row) = row else { return Ok(None) };
    let dossier = Dossier {
        dossier_id: row.dossier_id.into(),
        registration_id: row.registration_id.into(),
        registration_number: RegistrationNumber::parse(&row.registration_number)
            .context("a registration's number is none")?,
        employee_id: wanted.employee,
        nip: Nip::parse(&row.nip).context("an employee's NIP is none")?,
        campaign_code: row.campaign_code,
        catalogue_version: row.catalogue_version,
        life: Life {
            state: State::parse(&row.state).context("a dossier's state is none")?,
            submission: row.submission,
            version: row.version,
        },
        submitted_at: row.submitted_at,
    };
    let master = MasterRow {
        columns: texts(row.columns),
        nik_sealed: row.nik_sealed,
        data_key_owner: row.data_key_owner,
        version: row.master_version,
    };
    let stored = row.attribute_values.into_iter().zip(row.attributes_sealed);
    let stored = stored.map(|(clear, sealed)| StoredValue { clear, sealed });
    let attributes = row.attribute_keys.into_iter().zip(stored).collect();
    let corrections = row.corrections.into_iter().zip(row.corrections_sealed);
    let drafts = row
        .keys
        .into_iter()
        .zip(row.revisions)
        .zip(corrections)
        .zip(row.tags)
        .zip(row.reopened)
        .zip(row.stages.into_iter().zip(row.reasons))
        .zip(row.outcomes)
        .map(|((((((key, revision), (clear, sealed)), tag), reopened), (stage, reason)), outcome)| Kept {
            key,
            revision,
            correction: StoredValue { clear, sealed },
            checked_tag: tag,
            reopened,
            return_stage: stage,
            return_reason_code: reason,
            outcome,
        });
    let drafts = drafts.collect();
    Ok(Some(Sheet { dossier, master, attributes, drafts }))
}
