//! What several owners are told of the same places.

use kernel::{NumberKey, RegistrationNumber};
use proto::registration::v1::{AgenciesImported, Agency};

/// A number with a right check character.
#[must_use]
pub fn number(sequence: u64) -> RegistrationNumber {
    RegistrationNumber::from_sequence(sequence, &NumberKey::new([7; 32])).unwrap()
}

/// A version of an agency; one without a region is central.
#[must_use]
pub fn agency(code: &str, kanreg: &str, version: u64) -> Agency {
    Agency {
        code: code.into(),
        name: format!("Instansi {code}"),
        central: kanreg.is_empty(),
        kanreg_code: kanreg.into(),
        version,
    }
}

/// `A1` (region 03), `A2` (central), `A3` (region 04).
#[must_use]
pub fn agencies() -> AgenciesImported {
    AgenciesImported { agencies: vec![agency("A1", "03", 1), agency("A2", "", 1), agency("A3", "04", 1)] }
}
