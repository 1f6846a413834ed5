//! The files of one run, written side by side.

use std::collections::BTreeMap;
use std::path::Path;

use super::Order;
use super::agency::Agency;
use super::chance::apportion;
use super::crowd::Crowd;
use super::employee::{Placement, fill};
use super::fixed_people::{self, Fixed};
use super::flaw::{Dealer, Flaw, Outcome};
use super::manifest::{Counts, Manifest};
use super::output::CsvFile;
use super::reference::Positions;
use super::region::Province;
use super::row::{Column, HEADER, Row};
use super::units::Tree;

/// A unit has a head of its own from so many people.
const LEAST_STAFF_WITH_HEAD: u64 = 2;
/// Every so many rows a good one is remembered, to be the earlier row of a NIP that occurs twice.
const REMEMBERED_EVERY: u64 = 997;

/// The files of one run.
pub(super) struct Extract {
    kanreg: CsvFile,
    agencies: CsvFile,
    units: CsvFile,
    reference: CsvFile,
    employees: CsvFile,
    errors: CsvFile,
    positions: Positions,
    dealer: Dealer,
    row: Row,
    earlier: Option<Row>,
    earlier_used: bool,
    errors_by_reason: BTreeMap<&'static str, u64>,
    counts: Counts,
}

impl Extract {
    /// Starts the files with their headers.
    pub(super) fn create(order: Order, out: &Path) -> std::io::Result<Self> {
        let flaws = u64::from(order.employees) * u64::from(order.error_millionths) / 1_000_000;
        let crowd = order.employees - fixed_people::ALL.len() as u32;
        let unit_header = ["code", "agency_code", "parent_code", "name", "level_1"];
        Ok(Self {
            kanreg: CsvFile::create(out, "kanreg.csv", ["code", "name", "city"])?,
            agencies: CsvFile::create(out, "agencies.csv", ["code", "name", "kind", "kanreg_code"])?,
            units: CsvFile::create(out, "units.csv", unit_header)?,
            reference: CsvFile::create(out, "reference.csv", ["table", "code", "label", "active"])?,
            employees: CsvFile::create(out, "employees.csv", HEADER)?,
            errors: CsvFile::create(out, "errors.csv", ["line", "column", "reason_code", "outcome", "flaw"])?,
            positions: Positions::new(),
            dealer: Dealer::new(order.seed, crowd, flaws as u32),
            row: Row::default(),
            earlier: None,
            earlier_used: false,
            errors_by_reason: BTreeMap::new(),
            counts: Counts::default(),
        })
    }

    /// Writes one regional office.
    pub(super) fn office(&mut self, fields: [&str; 3]) -> std::io::Result<()> {
        self.kanreg.row(fields).map(drop)
    }

    /// Writes an agency with its units and people: the fixed ones first, then the crowd, unit by unit, its head first.
    pub(super) fn agency<'a>(
        &mut self,
        agency: &Agency<'a>,
        tree: &Tree,
        staff: u64,
        crowd: &mut Crowd<'a>,
        progress: &dyn Fn(u64),
    ) -> std::io::Result<()> {
        self.agencies.row([agency.code.as_str(), &agency.name, agency.kind(), agency.kanreg()])?;
        for unit in tree.units() {
            let parent = unit.parent.map_or("", |parent| &tree.units()[parent].code);
            let level_1 = if unit.level_1 { "true" } else { "false" };
            self.units.row([unit.code.as_str(), &agency.code, parent, &unit.name, level_1])?;
            self.positions.meet(unit);
        }
        for fixed in fixed_people::ALL.iter().filter(|fixed| fixed.agency_code == agency.code) {
            self.fixed(fixed)?;
        }
        let staffs = apportion(staff, tree.units().iter().map(|unit| unit.weight));
        for (unit, staff) in tree.units().iter().zip(staffs) {
            let headed = staff >= LEAST_STAFF_WITH_HEAD && !unit.echelon.is_empty() && !fixed_people::lead(&unit.code);
            for place in 0..staff {
                let head = headed && place == 0;
                let (person, career, work_agency) = crowd.next(agency, unit, head);
                let placement =
                    Placement { agency_code: &agency.code, work_agency_code: work_agency, unit_code: &unit.code };
                fill(&mut self.row, &person, &career, placement);
                self.employee()?;
            }
            progress(self.employees.rows());
        }
        Ok(())
    }

    fn fixed(&mut self, fixed: &Fixed) -> std::io::Result<()> {
        fill(&mut self.row, &fixed.person(), &fixed.career(), fixed.placement());
        self.employees.row(self.row.fields())?;
        // The very first flaw may be a NIP that occurs twice.
        self.earlier.get_or_insert_with(|| self.row.clone());
        Ok(())
    }

    /// Writes the row of one of the crowd, spoiled if it is its turn.
    fn employee(&mut self) -> std::io::Result<()> {
        let Some(flaw) = self.dealer.next() else {
            let line = self.employees.row(self.row.fields())?;
            if self.earlier_used || line.is_multiple_of(REMEMBERED_EVERY) {
                self.earlier = Some(self.row.clone());
                self.earlier_used = false;
            }
            return Ok(());
        };
        let earlier = self.earlier.as_ref().expect("the first agency begins with a fixed person");
        flaw.spoil(&mut self.row, earlier);
        self.earlier_used |= flaw == Flaw::NipTwice;
        let line = self.employees.line(|line| flaw.write(line, &self.row))?;
        let declaration = flaw.declaration();
        let column = declaration.column.map_or("", Column::name);
        let (line, outcome) = (line.to_string(), declaration.outcome.as_str());
        self.errors.row([line.as_str(), column, declaration.reason, outcome, declaration.name])?;
        *self.errors_by_reason.entry(declaration.reason).or_default() += 1;
        match declaration.outcome {
            Outcome::Refused => self.counts.refused += 1,
            Outcome::KeptWithoutNik => self.counts.kept_without_nik += 1,
            Outcome::Kept => {}
        }
        Ok(())
    }

    /// Writes the values of reference tables, closes the files and says what was made.
    pub(super) fn finish(mut self, order: Order, provinces: &[Province]) -> std::io::Result<Manifest> {
        self.positions.write(&mut self.reference, provinces)?;
        let counts = Counts {
            kanreg: self.kanreg.rows(),
            agencies: self.agencies.rows(),
            units: self.units.rows(),
            reference: self.reference.rows(),
            employees: self.employees.rows(),
            errors: self.errors.rows(),
            ..self.counts
        };
        let files = [self.kanreg, self.agencies, self.units, self.reference, self.employees, self.errors];
        let files = files.into_iter().map(CsvFile::finish).collect::<Result<_, _>>()?;
        Ok(Manifest::new(order, counts, self.errors_by_reason, files))
    }
}
