//! Which service may carry a person's passport on to which other.

use kernel::ServiceName::{self, Registration, Verification};

/// From whom to whom; nobody else. A line more is a way more along which a person's rights travel: the permission row of
/// `ExchangePassport` names the same services.
pub const HOPS: &[(ServiceName, ServiceName)] = &[
    // A verifier opens a dossier: verification fetches the frozen submission once.
    (Verification, Registration),
];

/// Whether `from` may carry a passport on to `to`.
#[must_use]
pub fn may_carry(from: ServiceName, to: ServiceName) -> bool {
    HOPS.contains(&(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_way_back_and_none_through_a_third() {
        for from in ServiceName::ALL {
            for to in ServiceName::ALL {
                assert_eq!(may_carry(from, to), (from, to) == (Verification, Registration), "{from} -> {to}");
            }
        }
    }
}
