//! Rows as messages show them.

use chassis::wire::timestamp;
use proto::reporting::v1 as message;

use crate::{
    domain::{
        counts::Counts,
        export::{Kind, State},
    },
    store::exports::Export,
};

pub(super) fn counts(counts: &Counts) -> message::Counts {
    message::Counts {
        employees: counts.employees,
        registered: counts.registered,
        confirmed: counts.confirmed,
        unregistered: counts.unregistered(),
        at_skpd: counts.at_skpd,
        at_bkd: counts.at_bkd,
        at_kanreg_bkn: counts.at_kanreg_bkn,
        returned: counts.returned,
        r#final: counts.finals,
    }
}

pub(super) fn export(export: Export) -> message::Export {
    let kind = match export.kind {
        Kind::RegisteredEmployees => message::ExportKind::RegisteredEmployees,
        Kind::UnregisteredEmployees => message::ExportKind::UnregisteredEmployees,
    };
    let state = match export.state {
        State::Waiting => message::ExportState::Waiting,
        State::Running => message::ExportState::Running,
        State::Ready => message::ExportState::Ready,
        State::Failed => message::ExportState::Failed,
    };
    message::Export {
        export_id: export.export_id.to_string(),
        kind: kind.into(),
        state: state.into(),
        rows: count(export.rows),
        bytes: count(export.bytes),
        sha256: export.sha256.unwrap_or_default(),
        created_at: Some(timestamp(export.created_at)),
        expires_at: Some(timestamp(export.expires_at)),
    }
}

/// A number that only grows, from 0.
pub(super) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
