use askama::Template;
use kernel::{Role, Stage};
use proto::reporting::v1::Counts;

use crate::{numbers::grouped, shell::Shell};

/// Where an officer begins.
#[derive(Template)]
#[template(path = "desk/home.html")]
pub(crate) struct Home {
    /// The frame.
    pub shell: Shell,
    /// Registrations that wait for confirmation; none for roles that confirm none, or when the numbers are away.
    pub waiting: Option<u64>,
    /// Dossiers at the officer's stage.
    pub dossiers: Option<u64>,
    /// Employees who have not registered.
    pub unregistered: Option<u64>,
    /// Whether the role confirms registrations.
    pub confirms: bool,
    /// The officer's stage; none for roles that decide no dossier.
    pub stage: Option<&'static str>,
    /// Whether the role answers tickets.
    pub helps: bool,
}

/// Who confirms registrations: as registration's permission row says.
const CONFIRMERS: [Role; 3] = [Role::Verifier1, Role::Verifier2, Role::AgencyAdmin];

impl Home {
    /// An officer's ways; the counts if they are known.
    #[must_use]
    pub(crate) fn of(shell: Shell, role: Role, counts: Option<&Counts>) -> Self {
        let stage = Stage::of(role);
        let confirms = CONFIRMERS.contains(&role);
        let at_stage = |counts: &Counts| match stage {
            Some(Stage::Skpd) => Some(counts.at_skpd),
            Some(Stage::Bkd) => Some(counts.at_bkd),
            Some(Stage::KanregBkn) => Some(counts.at_kanreg_bkn),
            None => None,
        };
        Self {
            waiting: counts.filter(|_| confirms).map(|counts| counts.registered.saturating_sub(counts.confirmed)),
            dossiers: counts.and_then(at_stage),
            unregistered: counts.map(|counts| counts.unregistered),
            confirms,
            stage: stage.map(stage_name),
            helps: role == Role::Helpdesk,
            shell,
        }
    }

    /// A number of people.
    fn people(&self, count: &u64) -> String {
        grouped(*count, self.shell.language())
    }
}

/// How people call a stage, in either language.
#[must_use]
pub(super) fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Skpd => "SKPD",
        Stage::Bkd => "BKD",
        Stage::KanregBkn => "KANREG/BKN",
    }
}

#[cfg(test)]
pub(super) fn samples(all: &mut crate::samples::Samples) {
    let counts =
        Counts { employees: 4_600_000, registered: 12, confirmed: 7, at_skpd: 3, unregistered: 9, ..Counts::default() };
    for role in [Role::Verifier1, Role::Verifier2, Role::Verifier3, Role::AgencyAdmin, Role::BknAdmin, Role::Helpdesk] {
        for counts in [Some(&counts), None] {
            all.add("desk", Home::of(Shell::sample(all.language, Some(role), "/petugas"), role, counts));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn every_role_sees_what_it_can_do() {
        let counts = Counts { registered: 12, confirmed: 7, at_bkd: 3, unregistered: 9, ..Counts::default() };
        let home = |role| Home::of(Shell::sample(Language::Indonesian, Some(role), "/petugas"), role, Some(&counts));
        let bkd = home(Role::Verifier2);
        assert_eq!((bkd.waiting, bkd.dossiers, bkd.stage), (Some(5), Some(3), Some("BKD")));
        let kanreg = home(Role::Verifier3);
        assert_eq!((kanreg.waiting, kanreg.dossiers, kanreg.confirms), (None, Some(0), false));
        let admin = home(Role::BknAdmin);
        assert_eq!((admin.waiting, admin.dossiers, admin.unregistered), (None, None, Some(9)));
    }
}
