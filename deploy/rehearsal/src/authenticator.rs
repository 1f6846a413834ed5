//! The authenticator app of an officer who has none: invented officers, and a walk-through without a phone.

use anyhow::Context as _;

/// The code of this half minute.
///
/// # Errors
/// It is no `otpauth://` address.
pub fn code(totp_uri: &str) -> anyhow::Result<String> {
    let refused = "this is no otpauth:// address\nremedy: take the one that `epupns officer enrol` printed";
    let secret = totp_uri.split(['?', '&']).find_map(|part| part.strip_prefix("secret=")).context(refused)?;
    let secret = totp_rs::Secret::try_from_base32(secret).ok().context(refused)?;
    let totp = totp_rs::Builder::new().with_secret(secret).build().ok().context(refused)?;
    Ok(totp.generate_current().to_string())
}
