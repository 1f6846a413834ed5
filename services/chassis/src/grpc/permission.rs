//! Permission rows: who may call an rpc. No row, no call.

use std::time::Duration;

use kernel::{Role, ServiceName};

use crate::tls::Peer;

/// Who may be the caller behind the peer.
#[derive(Clone, Copy, Debug)]
pub enum Callers {
    /// Anyone whom the peer lets through; the caller is unknown.
    Public,
    /// Anyone as well; whoever shows a passport is the person that it names.
    Anyone,
    /// A signed-in person with one of these roles; the query narrows it to their jurisdiction.
    Roles(&'static [Role]),
    /// The peer itself.
    Peer,
}

/// The rows of one service of the contract.
#[derive(Clone, Copy, Debug)]
pub struct Permissions {
    /// As in the .proto file, with its package: `epupns.identity.v1.IdentityService`. Two services may have rpcs of one name.
    service: &'static str,
    rows: &'static [Permission],
}

impl Permissions {
    /// These rows, of that service alone.
    #[must_use]
    pub const fn of(service: &'static str, rows: &'static [Permission]) -> Self {
        Self { service, rows }
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = &'static Permission> {
        self.rows.iter()
    }

    /// Each row under the path of its rpc.
    pub(super) fn by_path(&self) -> impl Iterator<Item = (String, Permission)> {
        self.rows.iter().map(|row| (format!("/{}/{}", self.service, row.rpc), *row))
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Permission {
    /// Name of the rpc, as in the .proto file.
    pub rpc: &'static str,
    /// Services whose certificate may call.
    pub peers: &'static [ServiceName],
    /// Whether an operator's certificate may call.
    pub operators: bool,
    /// Who may stand behind them.
    pub callers: Callers,
    /// How long it may take at most; a caller's own deadline may be shorter.
    pub deadline: Duration,
}

const USUAL: Duration = Duration::from_secs(10);

impl Permission {
    /// For anyone, through these services.
    #[must_use]
    pub const fn public(rpc: &'static str, peers: &'static [ServiceName]) -> Self {
        Self { rpc, peers, operators: false, callers: Callers::Public, deadline: USUAL }
    }

    /// For anyone, signed in or not, through these services: a passport that comes along is believed, a broken one refused.
    #[must_use]
    pub const fn anyone(rpc: &'static str, peers: &'static [ServiceName]) -> Self {
        Self { rpc, peers, operators: false, callers: Callers::Anyone, deadline: USUAL }
    }

    /// For signed-in people with one of these roles, through these services.
    #[must_use]
    pub const fn roles(rpc: &'static str, peers: &'static [ServiceName], roles: &'static [Role]) -> Self {
        Self { rpc, peers, operators: false, callers: Callers::Roles(roles), deadline: USUAL }
    }

    /// For these services themselves.
    #[must_use]
    pub const fn services(rpc: &'static str, peers: &'static [ServiceName]) -> Self {
        Self { rpc, peers, operators: false, callers: Callers::Peer, deadline: USUAL }
    }

    /// For operators at the command line.
    #[must_use]
    pub const fn operators(rpc: &'static str) -> Self {
        Self { rpc, peers: &[], operators: true, callers: Callers::Peer, deadline: USUAL }
    }

    /// The same row with another deadline: for streams that last.
    #[must_use]
    pub const fn within(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    pub(super) fn admits(&self, peer: &Peer) -> bool {
        match peer {
            Peer::Service(name) => self.peers.contains(name),
            Peer::Operator(_) => self.operators,
        }
    }
}
