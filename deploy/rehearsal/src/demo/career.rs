//! What somebody has become by the day of the extract: education, grade, position, and dates that follow each other.

use kernel::{Grade, Sex};
use time::{Date, Month};

use super::AS_OF;
use super::chance::Chance;
use super::employee::Career;
use super::job::{Job, Kind, Schooling};
use super::register::{APPOINTMENT_MONTHS, BIRTH_YEARS};
use super::title::titles;

/// Years from one grade to the next (*kenaikan pangkat reguler*).
const YEARS_PER_GRADE: i32 = 4;

/// Birth and appointment, from which NIP and career follow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dates {
    pub(super) birth: Date,
    pub(super) tmt_cpns: Date,
}

/// How the rules of grades see an education. Grades count from 0, I/a.
struct Rule {
    name: &'static str,
    first_grade: usize,
    /// Highest grade without a career of levels.
    last_grade: usize,
    /// Calendar years from birth to appointment.
    appointed: (i32, i32),
    /// Age at graduation.
    graduated: i32,
}

fn rule(schooling: Schooling) -> Rule {
    let (name, first_grade, last_grade, appointed, graduated) = match schooling {
        Schooling::Junior => ("SMP", 2, 6, (19, 28), 15),
        Schooling::Senior => ("SMA", 4, 9, (19, 28), 18),
        Schooling::Diploma => ("D-III", 6, 10, (22, 30), 21),
        Schooling::Bachelor => ("S-1", 8, 11, (23, 32), 23),
        Schooling::Master => ("S-2", 9, 12, (26, 34), 25),
        Schooling::Doctor => ("S-3", 10, 13, (29, 34), 29),
    };
    Rule { name, first_grade, last_grade, appointed, graduated }
}

/// Lowest grade of each echelon (PP 13/2002, as the demo needs it).
fn lowest_grade(echelon: &str) -> usize {
    match echelon {
        "I.a" => 14,
        "II.a" | "II.b" => 13,
        "III.a" => 12,
        "III.b" => 11,
        "IV.a" => 10,
        _ => 0,
    }
}

/// Highest grade of each echelon.
fn highest_grade(echelon: &str) -> usize {
    match echelon {
        "I.a" => 16,
        "II.a" | "II.b" => 15,
        "III.a" => 13,
        "III.b" => 12,
        _ => 11,
    }
}

/// Draws a birth and an appointment with which the job can be had; a head has served long enough for the echelon.
pub(super) fn dates(job: &Job, echelon: &str, chance: &mut Chance) -> Dates {
    let rule = rule(job.schooling);
    let steps = lowest_grade(echelon).saturating_sub(rule.first_grade) as i32;
    let least_service = (steps * YEARS_PER_GRADE + 1).max(2);
    let oldest = AS_OF.year() - BIRTH_YEARS.start();
    let age = chance.between(rule.appointed.0, rule.appointed.1);
    let tmt_year = AS_OF.year() - chance.between(least_service, oldest - age);
    let month = chance.pick_weighted(&APPOINTMENT_MONTHS, |month| month.1).0;
    let birth_year = tmt_year - age;
    let ordinal = chance.between(1, i32::from(time::util::days_in_year(birth_year)));
    Dates {
        birth: Date::from_ordinal_date(birth_year, ordinal as u16).expect("the year has that day"),
        tmt_cpns: first_of(tmt_year, month),
    }
}

/// The career of somebody with these dates in this job. `head_of` is the position of a head, empty for all others.
pub(super) fn career(
    job: &Job,
    echelon: &'static str,
    head_of: &str,
    dates: Dates,
    sex: Sex,
    chance: &mut Chance,
) -> Career {
    let rule = rule(job.schooling);
    let months = chance.between(12, 20);
    let tmt_pns = months_later(dates.tmt_cpns, months);
    let highest = match job.kind {
        Kind::Structural => highest_grade(echelon),
        Kind::Specific => rule.last_grade + 2,
        Kind::General => rule.last_grade,
    };
    let steps = (0..=highest - rule.first_grade)
        .take_while(|step| promoted(dates.tmt_cpns, *step) <= AS_OF)
        .last()
        .unwrap_or(0);
    // Some wait longer than they need to; a head cannot have.
    let least = lowest_grade(echelon).saturating_sub(rule.first_grade);
    let steps = if chance.per_mille(200) { steps.saturating_sub(1).max(least) } else { steps };
    let grade = rule.first_grade + steps;
    let (front_title, back_title) = titles(job.study, job.schooling, dates.tmt_cpns.year(), sex, chance);
    let graduated = dates.birth.year() + rule.graduated;
    Career {
        old_nip: old_nip(dates.tmt_cpns, chance),
        front_title,
        back_title,
        grade: Grade::all().nth(grade).expect("no education leads beyond IV/e"),
        grade_tmt: if steps == 0 { tmt_pns } else { promoted(dates.tmt_cpns, steps) },
        education: rule.name,
        graduation_year: graduated.min(dates.tmt_cpns.year()),
        position_type: match job.kind {
            Kind::Structural => "structural",
            Kind::Specific => "functional_specific",
            Kind::General => "functional_general",
        },
        position: match job.kind {
            Kind::Structural => head_of.to_owned(),
            Kind::Specific => format!("{} {}", job.name, level(job.schooling, grade)),
            Kind::General => job.name.to_owned(),
        },
        echelon,
        tmt_cpns: dates.tmt_cpns,
        tmt_pns,
        legal_status: legal_status(chance),
    }
}

/// The day of a promotion: 1 April or 1 October after so many times four years.
fn promoted(tmt_cpns: Date, step: usize) -> Date {
    let year = tmt_cpns.year() + YEARS_PER_GRADE * step as i32;
    match u8::from(tmt_cpns.month()) {
        1..=4 => first_of(year, 4),
        5..=10 => first_of(year, 10),
        _ => first_of(year + 1, 4),
    }
}

/// The levels of a career, from the lowest to the highest.
pub(super) fn levels(schooling: Schooling) -> &'static [&'static str] {
    if schooling >= Schooling::Bachelor {
        &["Ahli Pertama", "Ahli Muda", "Ahli Madya", "Ahli Utama"]
    } else {
        &["Terampil", "Mahir", "Penyelia"]
    }
}

/// The level within a career that goes with the grade.
fn level(schooling: Schooling, grade: usize) -> &'static str {
    let place = match (schooling >= Schooling::Bachelor, grade) {
        (true, 0..=9) | (false, 0..=7) => 0,
        (true, 10..=11) | (false, 8..=9) => 1,
        (true, 12..=14) | (false, _) => 2,
        (true, _) => 3,
    };
    levels(schooling)[place]
}

/// Who was appointed before 2009 has a number of the old kind; some extracts have lost a digit of it.
fn old_nip(tmt_cpns: Date, chance: &mut Chance) -> String {
    if tmt_cpns.year() >= 2009 {
        return String::new();
    }
    let series = *chance.pick(&["13", "14", "51", "47", "19", "15"]);
    let digits = if chance.per_mille(60) { 6 } else { 7 };
    let rest = chance.below(10_usize.pow(digits));
    format!("{series}{rest:0width$}", width = digits as usize)
}

fn legal_status(chance: &mut Chance) -> &'static str {
    chance.pick_weighted(&[("ACTIVE", 992), ("RETIRED", 4), ("DECEASED", 2), ("SUSPENDED", 2)], |status| status.1).0
}

fn first_of(year: i32, month: u8) -> Date {
    let month = Month::try_from(month).expect("the months written here exist");
    Date::from_calendar_date(year, month, 1).expect("every month has a first day")
}

fn months_later(date: Date, months: i32) -> Date {
    let month = i32::from(u8::from(date.month())) - 1 + months;
    first_of(date.year() + month / 12, (month % 12 + 1) as u8)
}
