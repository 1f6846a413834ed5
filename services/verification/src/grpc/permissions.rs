//! Who may call what: one row per rpc, everything else is refused.

use chassis::grpc::Permission;
use kernel::{Role, ServiceName::Gateway};

/// Who decides dossiers.
const VERIFIERS: &[Role] = &[Role::Verifier1, Role::Verifier2, Role::Verifier3];
/// Whose dossiers they are.
const EMPLOYEES: &[Role] = &[Role::Employee];

/// One row per rpc.
pub const PERMISSIONS: &[Permission] = &[
    Permission::roles("SearchWorklist", &[Gateway], VERIFIERS),
    Permission::roles("GetReview", &[Gateway], VERIFIERS),
    Permission::roles("ClaimDossier", &[Gateway], VERIFIERS),
    Permission::roles("ReleaseDossier", &[Gateway], VERIFIERS),
    Permission::roles("DecideFields", &[Gateway], VERIFIERS),
    Permission::roles("CompleteStage", &[Gateway], VERIFIERS),
    Permission::roles("RecallDossier", &[Gateway], EMPLOYEES),
    Permission::roles("GetReviewProgress", &[Gateway], EMPLOYEES),
];
