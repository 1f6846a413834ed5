//! Who may call what: one row per rpc, everything else is refused.

use std::time::Duration;

use chassis::grpc::{Permission, Permissions};
use kernel::{
    Role,
    ServiceName::{Gateway, Helpdesk, Identity, Portal, Verification},
};

/// Who confirms registrations.
const CONFIRMERS: &[Role] = &[Role::Verifier1, Role::Verifier2, Role::AgencyAdmin];

/// Whose dossiers there are.
const OWNERS: &[Role] = &[Role::Employee];

/// Who decides about dossiers.
const VERIFIERS: &[Role] = &[Role::Verifier1, Role::Verifier2, Role::Verifier3];

/// One row per rpc, in the table of its service.
pub(crate) const PERMISSIONS: &[Permissions] = &[
    Permissions::of(
        "epupns.registration.v1.RegistrationService",
        &[
            Permission::public("LookUpEmployee", &[Gateway, Portal]),
            Permission::public("Register", &[Gateway, Portal]).within(Duration::from_secs(15)),
            // Identity asks before it erases an account that no event told it of.
            Permission::public("CheckRegistrationStatus", &[Gateway, Portal, Identity]),
            Permission::public("RenderRegistrationDocument", &[Gateway, Portal]),
            Permission::public("CheckCard", &[Gateway, Portal]),
            // Operators look at it too: `epupns campaign show`.
            Permission { operators: true, ..Permission::public("GetCampaign", &[Gateway, Portal]) },
            Permission::roles("SearchRegistrationConfirmations", &[Gateway, Portal], CONFIRMERS),
            Permission::roles("ConfirmRegistrations", &[Gateway, Portal], CONFIRMERS).within(Duration::from_secs(30)),
            // Helpdesk sends a ticket where its writer is employed.
            Permission::services("FindEmployee", &[Identity, Helpdesk]),
            Permission::operators("PutCampaign"),
            Permission::operators("WithdrawCampaign"),
            // It counts.
            Permission::operators("ListCampaigns").within(Duration::from_secs(30)),
            Permission::operators("OpenImport"),
            Permission::operators("ImportRows").within(Duration::from_secs(3600)),
            Permission::operators("ListRefusedRows"),
            Permission::operators("ListRehearsals").within(Duration::from_secs(30)),
            Permission::operators("PurgeRehearsal").within(Duration::from_secs(60)),
        ],
    ),
    Permissions::of(
        "epupns.registration.v1.DossierService",
        &[
            Permission::roles("GetDossier", &[Gateway, Portal], OWNERS),
            Permission::roles("SaveDossierFields", &[Gateway, Portal], OWNERS),
            Permission::roles("GetDossierChecklist", &[Gateway, Portal], OWNERS),
            Permission::roles("SubmitDossier", &[Gateway, Portal], OWNERS).within(Duration::from_secs(15)),
            // When its owner recalls it and verification has not heard of it yet.
            Permission::roles("FindSubmission", &[Verification], OWNERS),
            // With the passport of the officer who decides.
            Permission::roles("ReadSubmission", &[Verification], VERIFIERS),
            Permission::public("SearchReferenceValues", &[Gateway, Portal]),
        ],
    ),
];
