//! Gives out NIP and NIK as the offices do: the next number in line, so that none is given twice.

use kernel::Sex;
use time::Date;

/// Birth years of people who can be in the extract: at most 57 years old, appointed by 2024 at 19 or older.
pub(super) const BIRTH_YEARS: std::ops::RangeInclusive<i32> = 1969..=2005;
/// Calendar years from birth to appointment.
pub(super) const APPOINTED_AFTER: std::ops::RangeInclusive<i32> = 19..=34;
/// Months in which candidates are appointed (TMT CPNS), with how usual they are.
pub(super) const APPOINTMENT_MONTHS: [(u8, usize); 4] = [(1, 20), (3, 35), (4, 15), (12, 30)];

/// One counter per birth date, month of appointment and sex, and one per birth date and sex: 3.5 MB, whether for a
/// thousand people or six million.
pub(super) struct Register {
    nips: Vec<u16>,
    niks: Vec<u16>,
}

impl Register {
    /// Nobody has a number yet.
    pub(super) fn new() -> Self {
        let births = (span(&BIRTH_YEARS) * 366) * 2;
        let appointments = span(&APPOINTED_AFTER) * APPOINTMENT_MONTHS.len();
        Self { nips: vec![0; births * appointments], niks: vec![0; births] }
    }

    /// Keeps the numbers of somebody who has theirs already, and those before them, from being given out.
    pub(super) fn reserve(&mut self, nip: &str, nik: &str, birth: Date, tmt_cpns: Date, sex: Sex) {
        let last = |digits: &str, count: usize| {
            digits[digits.len() - count..].parse::<u16>().expect("fixed numbers are digits: a test parses them")
        };
        if let Some(place) = nip_place(birth, tmt_cpns, sex) {
            self.nips[place] = self.nips[place].max(last(nip, 3));
        }
        if let Some(place) = nik_place(birth, sex) {
            self.niks[place] = self.niks[place].max(last(nik, 4));
        }
    }

    /// The NIP and the NIK of the next person born that day; `None` when 999 of them were appointed in that month, or the
    /// dates are none that occur here. `district` is the six-digit region code of the NIK.
    pub(super) fn next(&mut self, birth: Date, tmt_cpns: Date, sex: Sex, district: &str) -> Option<(String, String)> {
        let nip = &mut self.nips[nip_place(birth, tmt_cpns, sex)?];
        let nik = &mut self.niks[nik_place(birth, sex)?];
        if *nip == 999 || *nik == 9999 {
            return None;
        }
        *nip += 1;
        *nik += 1;
        let (nip_sex, nik_day) = match sex {
            Sex::Male => (1, birth.day()),
            Sex::Female => (2, birth.day() + 40),
        };
        let (year, month, day) = (birth.year(), u8::from(birth.month()), birth.day());
        let (tmt_year, tmt_month) = (tmt_cpns.year(), u8::from(tmt_cpns.month()));
        Some((
            format!("{year:04}{month:02}{day:02}{tmt_year:04}{tmt_month:02}{nip_sex}{nip:03}"),
            format!("{district}{nik_day:02}{month:02}{:02}{nik:04}", year % 100),
        ))
    }
}

fn span(years: &std::ops::RangeInclusive<i32>) -> usize {
    years.clone().count()
}

fn nik_place(birth: Date, sex: Sex) -> Option<usize> {
    let year = offset(birth.year(), &BIRTH_YEARS)?;
    Some((year * 366 + usize::from(birth.ordinal()) - 1) * 2 + usize::from(sex == Sex::Female))
}

fn nip_place(birth: Date, tmt_cpns: Date, sex: Sex) -> Option<usize> {
    let year = offset(tmt_cpns.year() - birth.year(), &APPOINTED_AFTER)?;
    let month = APPOINTMENT_MONTHS.iter().position(|(month, _)| *month == u8::from(tmt_cpns.month()))?;
    let appointment = year * APPOINTMENT_MONTHS.len() + month;
    Some(nik_place(birth, sex)? * span(&APPOINTED_AFTER) * APPOINTMENT_MONTHS.len() + appointment)
}

fn offset(year: i32, years: &std::ops::RangeInclusive<i32>) -> Option<usize> {
    years.contains(&year).then(|| (year - years.start()) as usize)
}

#[cfg(test)]
mod tests {
    use kernel::{Nik, Nip, Sex};
    use time::macros::date;

    use super::Register;

    const BORN: time::Date = date!(1986 - 12 - 26);
    const TMT: time::Date = date!(2009 - 12 - 01);

    #[test]
    fn numbers_are_valid_consistent_and_consecutive() {
        let mut register = Register::new();
        for sequence in 1..=999 {
            let (nip, nik) = register.next(BORN, TMT, Sex::Female, "317404").expect("not yet full");
            let (nip, nik) = (Nip::parse(&nip).expect("a NIP"), Nik::parse(&nik).expect("a NIK"));
            assert_eq!(nip.sequence(), sequence);
            assert_eq!((nip.birth_date(), nip.sex()), (BORN, Sex::Female));
            assert_eq!(nik.mismatches(&nip), []);
        }
        assert_eq!(register.next(BORN, TMT, Sex::Female, "317404"), None, "a thousandth has no number");
        assert!(register.next(BORN, TMT, Sex::Male, "317404").is_some());
    }

    #[test]
    fn a_reserved_number_is_not_given_again() {
        let mut register = Register::new();
        register.reserve("198612262009122001", "3174046612860001", BORN, TMT, Sex::Female);
        let (nip, nik) = register.next(BORN, TMT, Sex::Female, "317404").expect("not yet full");
        assert_eq!((nip.as_str(), nik.as_str()), ("198612262009122002", "3174046612860002"));
    }
}
