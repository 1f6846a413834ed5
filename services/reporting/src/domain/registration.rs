//! What is told of a registration when it is made.

use time::OffsetDateTime;
use uuid::Uuid;

/// A new registration.
pub(crate) struct Registration {
    pub(crate) registration_id: Uuid,
    pub(crate) employee_id: Uuid,
    /// The campaign's code.
    pub(crate) campaign_code: String,
    /// Canonical.
    pub(crate) number: String,
    /// P1.
    pub(crate) nip: String,
    /// P1.
    pub(crate) name: String,
    /// Where the employee was.
    pub(crate) agency_code: String,
    /// Where the employee was.
    pub(crate) unit_code: String,
    /// When it was made.
    pub(crate) registered_at: OffsetDateTime,
}
