//! The secret on a receipt: 128 bits that follow from the ticket's id and a key, so that nothing secret is stored.

use chassis::vault::mac;
use data_encoding::BASE32_NOPAD;
use kernel::TicketId;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::App;

/// 128 bits.
const BYTES: usize = 16;

impl App {
    /// The secret: 26 characters out of A-Z and 2-7.
    pub(crate) fn receipt_secret(&self, ticket: TicketId) -> String {
        let key = self.master_key.derive("receipt-secret");
        BASE32_NOPAD.encode(&mac(&key, ticket.as_uuid().as_bytes())[..BYTES])
    }

    /// Whether a typed secret opens a ticket: the same work when there is none, and however much of it is right.
    pub(crate) fn receipt_opens(&self, ticket: Option<TicketId>, typed: &str) -> bool {
        let secret = self.receipt_secret(ticket.unwrap_or_else(|| Uuid::nil().into()));
        let typed = typed.bytes().filter(|byte| !matches!(byte, b' ' | b'-')).take(secret.len() + 1);
        let typed: Vec<u8> = typed.map(|byte| byte.to_ascii_uppercase()).collect();
        bool::from(secret.as_bytes().ct_eq(&typed)) && ticket.is_some()
    }
}
