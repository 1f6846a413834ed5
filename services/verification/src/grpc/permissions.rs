//! Who may call what: one row per rpc, everything else is refused.

use chassis::grpc::{Permission, Permissions};
use kernel::{
    Role,
    ServiceName::{Gateway, Portal},
};

/// Who decides dossiers.
const VERIFIERS: &[Role] = &[Role::Verifier1, Role::Verifier2, Role::Verifier3];
/// Whose dossiers they are.
const EMPLOYEES: &[Role] = &[Role::Employee];

/// One row per rpc, in the table of its service.
pub(crate) const PERMISSIONS: &[Permissions] = &[Permissions::of(
    "epupns.verification.v1.VerificationService",
    &[
        Permission::roles("SearchWorklist", &[Gateway, Portal], VERIFIERS),
        Permission::roles("GetReview", &[Gateway, Portal], VERIFIERS),
        Permission::roles("ClaimDossier", &[Gateway, Portal], VERIFIERS),
        Permission::roles("ReleaseDossier", &[Gateway, Portal], VERIFIERS),
        Permission::roles("DecideFields", &[Gateway, Portal], VERIFIERS),
        Permission::roles("CompleteStage", &[Gateway, Portal], VERIFIERS),
        Permission::roles("RecallDossier", &[Gateway, Portal], EMPLOYEES),
        Permission::roles("GetReviewProgress", &[Gateway, Portal], EMPLOYEES),
    ],
)];
