//! Who may call what: one row per rpc, everything else is refused.

use chassis::grpc::Permission;
use kernel::{
    Role,
    ServiceName::{Gateway, Portal},
};

/// Who decides dossiers.
const VERIFIERS: &[Role] = &[Role::Verifier1, Role::Verifier2, Role::Verifier3];
/// Whose dossiers they are.
const EMPLOYEES: &[Role] = &[Role::Employee];

/// One row per rpc.
pub(crate) const PERMISSIONS: &[Permission] = &[
    Permission::roles("SearchWorklist", &[Gateway, Portal], VERIFIERS),
    Permission::roles("GetReview", &[Gateway, Portal], VERIFIERS),
    Permission::roles("ClaimDossier", &[Gateway, Portal], VERIFIERS),
    Permission::roles("ReleaseDossier", &[Gateway, Portal], VERIFIERS),
    Permission::roles("DecideFields", &[Gateway, Portal], VERIFIERS),
    Permission::roles("CompleteStage", &[Gateway, Portal], VERIFIERS),
    Permission::roles("RecallDossier", &[Gateway, Portal], EMPLOYEES),
    Permission::roles("GetReviewProgress", &[Gateway, Portal], EMPLOYEES),
];
