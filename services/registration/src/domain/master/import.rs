//! Extracts as agencies and BKN hand them over: lines, fields, rows, and the rules that a row is kept or refused by.
//!
//! Pure: bytes in, rows or reasons out. Nothing here panics on any input, and no problem quotes what it found.

mod agency_row;
mod employee_row;
mod employee_status;
mod fields;
mod kanreg_row;
mod kind;
mod layout;
mod lines;
mod places;
mod problem;
mod reference_row;
mod unit_row;
mod unit_tree;
mod values;

pub(crate) use self::{
    agency_row::{AGENCY_COLUMNS, AgencyRow},
    employee_row::{EMPLOYEE_COLUMNS, EmployeeRow},
    kanreg_row::{KANREG_COLUMNS, KanregRow},
    kind::Kind,
    layout::{HeaderProblem, Layout, Record},
    lines::{PartialLine, Position, lines},
    places::Places,
    problem::{Doubt, RowProblem},
    reference_row::REFERENCE_COLUMNS,
    unit_row::{UNIT_COLUMNS, UnitRow},
    unit_tree::UnitTree,
};
