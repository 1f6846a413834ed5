//! How many people stand where.

use proto::reporting::v1::Counts;
use serde::Serialize;
use utoipa::ToSchema;

/// How many people stand where.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Counts)]
pub(super) struct CountsBody {
    /// Active employees.
    employees: u64,
    /// With a live registration, confirmed or not.
    registered: u64,
    /// Of these, confirmed.
    confirmed: u64,
    /// Belum daftar: active employees without a live registration.
    unregistered: u64,
    /// Dossiers that wait at level 1.
    at_skpd: u64,
    /// At level 2.
    at_bkd: u64,
    /// At level 3.
    at_kanreg_bkn: u64,
    /// Sent back to, or taken back by, their owners.
    returned: u64,
    /// With final status.
    #[serde(rename = "final")]
    finished: u64,
}

impl CountsBody {
    pub(super) fn of(counts: &Counts) -> Self {
        Self {
            employees: counts.employees,
            registered: counts.registered,
            confirmed: counts.confirmed,
            unregistered: counts.unregistered,
            at_skpd: counts.at_skpd,
            at_bkd: counts.at_bkd,
            at_kanreg_bkn: counts.at_kanreg_bkn,
            returned: counts.returned,
            finished: counts.r#final,
        }
    }
}
