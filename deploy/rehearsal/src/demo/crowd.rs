//! Everybody who is not fixed: draws one person after the other.

use kernel::Sex;

use super::agency::{Agency, Body};
use super::career::{career, dates};
use super::chance::Chance;
use super::culture::Culture;
use super::employee::{Career, Person};
use super::fixed_people;
use super::job::{Job, Kind, head_of, jobs};
use super::region::{Province, Regency};
use super::register::Register;
use super::units::Unit;

/// Draws people.
pub(super) struct Crowd<'a> {
    chance: Chance,
    register: Register,
    provinces: &'a [Province],
    cultures: &'a [Culture],
    staffed: &'a [(Agency<'a>, u64)],
    drawn: u64,
}

impl<'a> Crowd<'a> {
    /// Nobody is drawn yet; the numbers of the fixed people are taken.
    pub(super) fn new(
        seed: u64,
        provinces: &'a [Province],
        cultures: &'a [Culture],
        staffed: &'a [(Agency<'a>, u64)],
    ) -> Self {
        let mut register = Register::new();
        for fixed in &fixed_people::ALL {
            register.reserve(fixed.nip, fixed.nik, fixed.birth, fixed.tmt_cpns, fixed.sex);
        }
        Self { chance: Chance::new(seed, "people"), register, provinces, cultures, staffed, drawn: 0 }
    }

    /// The next person, as head of the unit or not, and the code of the agency where they work: nearly always their own,
    /// sometimes another (*dipekerjakan*).
    pub(super) fn next<'b>(&mut self, agency: &'b Agency<'a>, unit: &Unit, head: bool) -> (Person, Career, &'b str)
    where
        'a: 'b,
    {
        self.chance.go_to_row(self.drawn);
        self.drawn += 1;
        let chance = &mut self.chance;
        let job = if head { &Job::HEAD } else { chance.pick_weighted(jobs(unit.work), Job::weight) };
        let sex = if chance.per_mille(job.women) { Sex::Female } else { Sex::Male };
        let (province, birth_place) = birth_place(self.provinces, agency, chance);
        let home = if chance.per_mille(600) { birth_place } else { chance.pick(&province.regencies) };
        let district = format!("{}{:02}", home.code, chance.between(1, 15));
        let (echelon, called) = match job.kind {
            Kind::Structural => (unit.echelon, head_of(unit)),
            Kind::Specific | Kind::General => ("", String::new()),
        };
        // Somebody else's birthday is tried when all numbers of a day are given out.
        let (dates, (nip, nik)) = loop {
            let dates = dates(job, echelon, chance);
            if let Some(numbers) = self.register.next(dates.birth, dates.tmt_cpns, sex, &district) {
                break (dates, numbers);
            }
        };
        let culture = culture_of(self.cultures, province);
        let person = Person {
            nip,
            nik,
            name: culture.person(sex, chance),
            birth_place: birth_place.name,
            birth_date: dates.birth,
            sex,
            religion: culture.religion(chance),
        };
        let career = career(job, echelon, &called, dates, sex, chance);
        let work_agency = if chance.per_mille(5) { &chance.pick(self.staffed).0 } else { agency };
        (person, career, &work_agency.code)
    }
}

/// People of a region are mostly born there; those of the centre come from everywhere.
fn birth_place<'a>(provinces: &'a [Province], agency: &Agency<'_>, chance: &mut Chance) -> (&'a Province, &'a Regency) {
    let (own, seat) = match agency.body {
        Body::Central(_) => (None, None),
        Body::Province(province) => (Some(province.code), None),
        Body::Regency(province, place) => (Some(province.code), Some(place)),
    };
    let own = own.filter(|_| chance.per_mille(850)).and_then(|code| provinces.iter().find(|one| one.code == code));
    let province = own.unwrap_or_else(|| chance.pick_weighted(provinces, |province| province.regencies.len()));
    let seat = seat.filter(|_| own.is_some() && chance.per_mille(700));
    let regency = seat.map_or_else(|| chance.pick(&province.regencies), |place| &province.regencies[place]);
    (province, regency)
}

fn culture_of<'a>(cultures: &'a [Culture], province: &Province) -> &'a Culture {
    cultures
        .iter()
        .find(|culture| culture.name == province.culture)
        .expect("a test finds the culture of every province")
}
