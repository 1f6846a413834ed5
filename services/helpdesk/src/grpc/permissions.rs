//! Who may call what: one row per rpc, everything else is refused.

use chassis::grpc::{Permission, Permissions};
use kernel::{
    Role,
    ServiceName::{Gateway, Portal},
};

/// Who answers tickets.
const OFFICERS: &[Role] = &[Role::Helpdesk];
/// Who has tickets of their own: anybody who is signed in, for whoever writes as an officer is the same person.
const WRITERS: &[Role] = &[
    Role::Employee,
    Role::Verifier1,
    Role::Verifier2,
    Role::Verifier3,
    Role::Helpdesk,
    Role::AgencyAdmin,
    Role::BknAdmin,
];

/// One row per rpc, in the table of its service.
pub(crate) const PERMISSIONS: &[Permissions] = &[Permissions::of(
    "epupns.helpdesk.v1.HelpdeskService",
    &[
        Permission::public("ListTicketTypes", &[Gateway, Portal]),
        Permission::anyone("OpenTicket", &[Gateway, Portal]),
        Permission::public("CheckTicketStatus", &[Gateway, Portal]),
        Permission::roles("ListOwnTickets", &[Gateway, Portal], WRITERS),
        Permission::roles("SearchTickets", &[Gateway, Portal], OFFICERS),
        Permission::roles("GetTicket", &[Gateway, Portal], OFFICERS),
        Permission::roles("ClaimTicket", &[Gateway, Portal], OFFICERS),
        Permission::roles("ResolveTicket", &[Gateway, Portal], OFFICERS),
    ],
)];
