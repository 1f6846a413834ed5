//! Which service may carry a person's passport on to which other.

use kernel::ServiceName::{self, Helpdesk, Identity, Portal, Registration, Reporting, Verification};

/// From whom to whom; nobody else. A line more is a way more along which a person's rights travel: the permission row of
/// `ExchangePassport` names the same services.
pub(crate) const HOPS: &[(ServiceName, ServiceName)] = &[
    // A verifier opens a dossier: verification fetches the frozen submission once.
    (Verification, Registration),
    // A page shows what its reader may see: the portal asks every owner as that person.
    (Portal, Identity),
    (Portal, Registration),
    (Portal, Verification),
    (Portal, Helpdesk),
    (Portal, Reporting),
];

/// Whether `from` may carry a passport on to `to`.
#[must_use]
pub(crate) fn may_carry(from: ServiceName, to: ServiceName) -> bool {
    HOPS.contains(&(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_way_back_and_none_through_a_third() {
        for from in ServiceName::ALL {
            for to in ServiceName::ALL {
                let expected = match from {
                    Portal => ![ServiceName::Gateway, Portal].contains(&to),
                    Verification => to == Registration,
                    _ => false,
                };
                assert_eq!(may_carry(from, to), expected, "{from} -> {to}");
            }
        }
    }
}
