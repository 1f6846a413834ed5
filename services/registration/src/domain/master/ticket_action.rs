//! Approved tickets: what they may ask of this service, and of whom it takes their approval.

use kernel::{AgencyCode, Jurisdiction, KanregCode, Role, check_text};

use crate::domain::reference::{IMPORTED_TABLES, TABLES, TABLES_OF_AGENCIES};

/// The longest code that a ticket adds; all of its characters are one byte.
const LONGEST_CODE: usize = 40;
/// The longest label, in code points.
const LONGEST_LABEL: usize = 200;

/// Why an approval is not carried out. Its ticket can be decided again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActionRefusal {
    /// No such reference table, or one whose values are more than code and label.
    TableUnknown,
    /// The table is fixed by rules of the master data.
    TableFixed,
    /// Code or label is not in form.
    CodeForm,
    /// The code stands for another label.
    Taken,
    /// Whoever approved may not decide this.
    OutsideJurisdiction,
}

impl ActionRefusal {
    /// The code that the ticket bears.
    #[must_use]
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::TableUnknown => "REFERENCE_TABLE_UNKNOWN",
            Self::TableFixed => "REFERENCE_TABLE_FIXED",
            Self::CodeForm => "REFERENCE_CODE_FORM",
            Self::Taken => "REFERENCE_TAKEN",
            Self::OutsideJurisdiction => "OUTSIDE_JURISDICTION",
        }
    }
}

/// A value for a reference table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WantedValue {
    pub(crate) table: String,
    /// What is stored.
    pub(crate) code: String,
    /// What people read.
    pub(crate) label: String,
}

/// What whoever approved may do, as it was when they approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Approver {
    /// What they may do.
    pub(crate) role: Role,
    pub(crate) jurisdiction: Jurisdiction,
}

/// The agency that a ticket concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TicketAgency {
    pub(crate) code: AgencyCode,
    /// Whose region it is in; `None` for a central agency.
    pub(crate) kanreg: Option<KanregCode>,
}

impl WantedValue {
    /// Whether such a value can be added at all: a table that takes values one by one; a code of 1-40 of `A-Z a-z 0-9 . - /`;
    /// a label of one line, 1-200 code points.
    ///
    /// # Errors
    /// The first rule that it breaks, table before form.
    pub(crate) fn check(&self) -> Result<(), ActionRefusal> {
        let table = self.table.as_str();
        // Units stand in a tree: code and label do not say where.
        if !TABLES.contains(&table) || table == "unor" || table == "instansi" {
            return Err(ActionRefusal::TableUnknown);
        }
        if !IMPORTED_TABLES.contains(&table) {
            return Err(ActionRefusal::TableFixed);
        }
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'/');
        let code_fits = (1..=LONGEST_CODE).contains(&self.code.len()) && self.code.bytes().all(fits);
        if !code_fits || check_text(&self.label, LONGEST_LABEL).is_err() {
            return Err(ActionRefusal::CodeForm);
        }
        Ok(())
    }
}

/// Whether this officer's approval adds to this table for this agency, or for the nation when the ticket concerns none that
/// is known.
#[must_use]
pub(crate) fn may_add(table: &str, approver: &Approver, agency: Option<&TicketAgency>) -> bool {
    let whole = approver.jurisdiction == Jurisdiction::Nation;
    match approver.role {
        Role::Helpdesk | Role::BknAdmin if whole => true,
        Role::Helpdesk | Role::AgencyAdmin if TABLES_OF_AGENCIES.contains(&table) => match &approver.jurisdiction {
            Jurisdiction::Agency(code) => agency.is_some_and(|agency| agency.code == *code),
            Jurisdiction::Kanreg(code) => agency.is_some_and(|agency| agency.kanreg.as_ref() == Some(code)),
            Jurisdiction::OwnFile | Jurisdiction::Unit(_) | Jurisdiction::Nation | Jurisdiction::Rehearsal => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(table: &str, code: &str, label: &str) -> WantedValue {
        WantedValue { table: table.to_owned(), code: code.to_owned(), label: label.to_owned() }
    }

    #[test]
    fn what_can_be_added_has_an_open_table_a_code_and_a_label() {
        for table in IMPORTED_TABLES {
            assert_eq!(wanted(table, "S-1/5104.a", "S-1 Teknik Kimia").check(), Ok(()), "{table}");
        }
        for table in ["", "employees", "unor", "instansi", "Pendidikan"] {
            assert_eq!(wanted(table, "", "").check(), Err(ActionRefusal::TableUnknown), "{table}");
        }
        for table in ["golongan", "agama", "eselon", "status_kawin"] {
            assert_eq!(wanted(table, "V/a", "V/a").check(), Err(ActionRefusal::TableFixed), "{table}");
        }
    }

    #[test]
    fn code_and_label_have_a_form() {
        let fits = |code: &str, label: &str| wanted("pendidikan", code, label).check().is_ok();
        assert!(fits(&"a".repeat(40), &"\u{e9}".repeat(200)));
        for code in ["", "S 1", "S_1", "S\u{e9}", "S\0", &"a".repeat(41)] {
            assert!(!fits(code, "Sarjana"), "{code}");
        }
        for label in ["", "  ", "Sar\njana", "Sar\u{202e}jana", &"a".repeat(201)] {
            assert!(!fits("S-1", label), "{label}");
        }
    }

    #[test]
    fn national_tables_are_the_nations_and_the_others_those_of_whoever_covers_the_agency() {
        let agency = |code: &str| Jurisdiction::Agency(AgencyCode::parse(code).unwrap());
        let kanreg = |code: &str| Jurisdiction::Kanreg(KanregCode::parse(code).unwrap());
        let malang =
            TicketAgency { code: AgencyCode::parse("3573").unwrap(), kanreg: Some(KanregCode::parse("02").unwrap()) };
        let by = |role, jurisdiction: &Jurisdiction| Approver { role, jurisdiction: jurisdiction.clone() };
        for (role, jurisdiction, national, local) in [
            (Role::Helpdesk, Jurisdiction::Nation, true, true),
            (Role::BknAdmin, Jurisdiction::Nation, true, true),
            (Role::Helpdesk, agency("3573"), false, true),
            (Role::AgencyAdmin, agency("3573"), false, true),
            (Role::Helpdesk, kanreg("02"), false, true),
            (Role::Helpdesk, agency("3500"), false, false),
            (Role::Helpdesk, kanreg("01"), false, false),
            (Role::Verifier2, agency("3573"), false, false),
            (Role::Verifier3, Jurisdiction::Nation, false, false),
            (Role::Employee, Jurisdiction::OwnFile, false, false),
        ] {
            let approver = by(role, &jurisdiction);
            let may = |table| may_add(table, &approver, Some(&malang));
            assert_eq!((may("pendidikan"), may("sekolah")), (national, local), "{approver:?}");
            let unplaced = may_add("sekolah", &approver, None);
            assert_eq!(unplaced, national, "of no agency: {approver:?}");
        }
    }
}
