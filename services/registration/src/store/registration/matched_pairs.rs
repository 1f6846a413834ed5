//! Who may register: NIP and NIK together, and whether the NIP is taken.

use anyhow::Context as _;
use kernel::Nip;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{
    domain::{master::employee::Employee, registration::State},
    store::master::employees::PlacedRow,
};

/// An employee whose NIP and NIK were both known.
#[derive(Debug)]
pub(crate) struct Matched {
    pub(crate) employee: Employee,
    /// State of the NIP's live registration in the campaign, and when it was reserved.
    pub(crate) live: Option<(State, OffsetDateTime)>,
}

/// The employee with this NIP and this NIK's tag. Unknown NIP, missing and other NIK take the same one look-up.
pub(crate) async fn match_pair(
    connection: &mut PgConnection,
    nip: &Nip,
    nik_index: [u8; 16],
    campaign_code: &str,
) -> anyhow::Result<Option<Matched>> {
    let row = sqlx::query!(
        r#"select e.employee_id, e.nip, e.front_title, e.name, e.back_title, e.legal_status, e.version,
                e.agency_code, a.name as agency_name, e.unit_code, u.name as unit_name,
                e.nik_index = $2 as "same_nik?",
                r.state as "state?", r.reserved_at as "reserved_at?"
         from registration.employees e
         join registration.agencies a on a.code = e.agency_code
         join registration.org_units u on u.code = e.unit_code
         left join registration.registrations r
           on r.campaign_code = $3 and r.nip = e.nip and r.state in ('reserved', 'registered', 'confirmed')
         where e.nip = $1"#,
        nip.expose(),
        nik_index.as_slice(),
        campaign_code
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row.filter(|row| row.same_nik == Some(true)) else { return Ok(None) };
    let employee = PlacedRow {
        employee_id: row.employee_id,
        nip: row.nip,
        front_title: row.front_title,
        name: row.name,
        back_title: row.back_title,
        agency_code: row.agency_code,
        agency_name: row.agency_name,
        unit_code: row.unit_code,
        unit_name: row.unit_name,
        legal_status: row.legal_status,
        version: row.version,
    };
    let state = row.state.map(|state| State::parse(&state).context("a registration's state is none")).transpose()?;
    Ok(Some(Matched { employee: employee.employee()?, live: state.zip(row.reserved_at) }))
}
