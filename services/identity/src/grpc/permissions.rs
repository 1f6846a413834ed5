//! Who may call what: one row per rpc, everything else is refused.

use chassis::grpc::{Permission, Permissions};
use kernel::{
    Role,
    ServiceName::{self, Gateway, Portal, Registration, Verification},
};

/// One row per rpc, in the table of its service.
pub(crate) const PERMISSIONS: &[Permissions] = &[Permissions::of(
    "epupns.identity.v1.IdentityService",
    &[
        Permission::public("IssueChallenge", &[Gateway, Portal]),
        Permission::public("RedeemChallenge", &[Gateway, Portal]),
        Permission::services("PrepareAccount", &[Registration]),
        Permission::services("CheckPassword", &[Registration]),
        Permission::public("SignIn", &[Gateway, Portal]),
        Permission::public("CompleteSignIn", &[Gateway, Portal]),
        Permission::public("RefreshSession", &[Gateway]),
        Permission::public("EndSession", &[Gateway]),
        Permission::services("ListRevokedSessions", &[Gateway]),
        Permission::services("IssuePassport", &[Gateway]),
        // Whom domain/passport_hops.rs lets carry one on.
        Permission::services("ExchangePassport", &[Verification, Portal]),
        Permission::services("ListSigningKeys", &ServiceName::ALL),
        Permission::operators("EnrolOfficer"),
        Permission::operators("CreateApiClient"),
        Permission::public("IssueClientToken", &[Gateway]),
        Permission::roles("ListAccessLog", &[Gateway, Portal], &[Role::Employee]),
    ],
)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::passport_hops::HOPS;

    #[test]
    fn whoever_may_carry_a_passport_on_may_ask_for_it_and_nobody_else() {
        let row = PERMISSIONS.iter().flat_map(Permissions::rows).find(|row| row.rpc == "ExchangePassport").unwrap();
        for service in ServiceName::ALL {
            assert_eq!(row.peers.contains(&service), HOPS.iter().any(|(from, _)| *from == service), "{service}");
        }
    }
}
