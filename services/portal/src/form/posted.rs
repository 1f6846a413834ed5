//! A form that came back, with a good token: the one way in for everything that a page does.

use uuid::Uuid;

use super::Fields;
use crate::visit::Visit;

/// A posted form. Personal and secret: no `Debug`.
pub(crate) struct Posted {
    /// Who sent it.
    pub visit: Visit,
    /// What was typed.
    pub fields: Fields,
    /// Minted when the form was shown: the idempotency key of what it does.
    pub request_id: Uuid,
}
