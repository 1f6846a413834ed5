//! What registration needs to know of an employee.

use std::fmt;

use kernel::{EmployeeId, Nip};

/// Whether the bearer of this status (*kedudukan hukum*, as the store names it) may register.
#[must_use]
pub(crate) fn may_register(legal_status: &str) -> bool {
    matches!(legal_status, "active" | "suspended")
}

/// An employee with the names that papers show. P1.
#[derive(Clone)]
pub(crate) struct Employee {
    /// Also the person's id.
    pub(crate) employee_id: EmployeeId,
    /// P1.
    pub(crate) nip: Nip,
    /// With titles. P1.
    pub(crate) name: String,
    /// Parent agency.
    pub(crate) agency_code: String,
    pub(crate) agency_name: String,
    pub(crate) unit_code: String,
    pub(crate) unit_name: String,
    /// Whether the person may register: neither retired nor deceased.
    pub(crate) active: bool,
    /// Counts the changes of the row in the master data from 1; 0 when agency or unit are not what the row says now.
    pub(crate) version: i64,
}

impl fmt::Debug for Employee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Employee").field("employee_id", &self.employee_id).finish_non_exhaustive()
    }
}

/// Name with titles as papers show it: `Dr. Siti Aminah, S.H., M.H.`
#[must_use]
pub(crate) fn full_name(front_title: &str, name: &str, back_title: &str) -> String {
    let mut full = String::with_capacity(front_title.len() + name.len() + back_title.len() + 3);
    if !front_title.is_empty() {
        full.push_str(front_title);
        full.push(' ');
    }
    full.push_str(name);
    if !back_title.is_empty() {
        full.push_str(", ");
        full.push_str(back_title);
    }
    full
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_around_the_name_where_there_are_any() {
        assert_eq!(full_name("Dr.", "Siti Aminah", "S.H., M.H."), "Dr. Siti Aminah, S.H., M.H.");
        assert_eq!(full_name("", "Siti Aminah", ""), "Siti Aminah");
        assert_eq!(full_name("", "Siti Aminah", "S.E."), "Siti Aminah, S.E.");
        assert_eq!(full_name("Ir.", "Budi", ""), "Ir. Budi");
    }
}
