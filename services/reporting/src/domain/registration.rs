//! What is told of a registration when it is made.

use time::OffsetDateTime;
use uuid::Uuid;

/// A new registration.
pub struct Registration {
    /// Which.
    pub registration_id: Uuid,
    /// Whose.
    pub employee_id: Uuid,
    /// The campaign's code.
    pub campaign_code: String,
    /// Canonical.
    pub number: String,
    /// P1.
    pub nip: String,
    /// P1.
    pub name: String,
    /// Where the employee was.
    pub agency_code: String,
    /// Where the employee was.
    pub unit_code: String,
    /// When it was made.
    pub registered_at: OffsetDateTime,
}
