//! Who may call what: one row per rpc, everything else is refused.

use chassis::grpc::Permission;
use kernel::ServiceName::{self, Gateway, Portal, Registration};

/// One row per rpc.
pub const PERMISSIONS: &[Permission] = &[
    Permission::public("IssueChallenge", &[Gateway]),
    Permission::public("RedeemChallenge", &[Gateway]),
    Permission::services("PrepareAccount", &[Registration]),
    Permission::services("CheckPassword", &[Registration]),
    Permission::public("SignIn", &[Gateway, Portal]),
    Permission::public("CompleteSignIn", &[Gateway, Portal]),
    Permission::public("RefreshSession", &[Gateway]),
    Permission::public("EndSession", &[Gateway]),
    Permission::services("ListRevokedSessions", &[Gateway]),
    Permission::services("IssuePassport", &[Gateway]),
    Permission::services("ExchangePassport", &ServiceName::ALL),
    Permission::services("ListSigningKeys", &ServiceName::ALL),
    Permission::operators("EnrolOfficer"),
];
