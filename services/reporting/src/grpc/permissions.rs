//! Who may call what: one row per rpc, everything else is refused.

use std::time::Duration;

use chassis::grpc::{Permission, Permissions};
use kernel::{
    Role,
    ServiceName::{Gateway, Portal},
};

/// Who sees progress.
const READERS: &[Role] =
    &[Role::Verifier1, Role::Verifier2, Role::Verifier3, Role::Helpdesk, Role::AgencyAdmin, Role::BknAdmin];

/// Who takes files of people home.
const EXPORTERS: &[Role] = &[Role::AgencyAdmin, Role::BknAdmin, Role::Verifier2, Role::Verifier3];

/// One row per rpc, in the table of its service.
pub(crate) const PERMISSIONS: &[Permissions] = &[Permissions::of(
    "epupns.reporting.v1.ReportingService",
    &[
        Permission::public("GetStatistics", &[Gateway, Portal]),
        Permission::roles("GetProgress", &[Gateway, Portal], READERS),
        Permission::roles("CreateExport", &[Gateway], EXPORTERS),
        Permission::roles("GetExport", &[Gateway], EXPORTERS),
        Permission::roles("ReadExport", &[Gateway], EXPORTERS).within(Duration::from_secs(3600)),
        Permission::roles("ListAgencyEvents", &[Gateway], &[Role::AgencySystem]),
        Permission::public("ListFeedKeys", &[Gateway]),
        Permission::operators("RebuildProjections"),
        Permission::operators("GetRebuild"),
    ],
)];
