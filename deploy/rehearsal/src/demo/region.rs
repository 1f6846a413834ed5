//! Provinces, regencies and cities, as `deploy/demo/provinces.psv` lists them.

/// A province.
#[derive(Debug)]
pub(super) struct Province {
    /// Two digits of the Ministry of Home Affairs.
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// Code of the regional office of BKN that serves it.
    pub(super) kanreg: &'static str,
    /// Name of the culture most people there come from.
    pub(super) culture: &'static str,
    pub(super) regencies: Vec<Regency>,
}

/// A regency (kabupaten) or city (kota).
#[derive(Debug)]
pub(super) struct Regency {
    /// Four digits: the first four of the NIKs given out there.
    pub(super) code: String,
    pub(super) name: &'static str,
    pub(super) city: bool,
}

impl Province {
    /// Whether its regencies and cities have civil servants of their own; those of Jakarta are parts of the province.
    pub(super) fn has_autonomous_regencies(&self) -> bool {
        self.code != "31"
    }
}

impl Regency {
    /// `Kota Malang` or `Kabupaten Malang`.
    pub(super) fn full_name(&self) -> String {
        format!("{} {}", if self.city { "Kota" } else { "Kabupaten" }, self.name)
    }
}

/// Every province, by code.
pub(super) fn all() -> Vec<Province> {
    super::rows(include_str!("../../../demo/provinces.psv"))
        .map(|[code, name, kanreg, culture, regencies]| Province {
            code,
            name,
            kanreg,
            culture,
            regencies: regencies.split(';').map(|entry| regency(code, entry)).collect(),
        })
        .collect()
}

fn regency(province: &str, entry: &'static str) -> Regency {
    let (number, name) = entry.split_at(2);
    Regency { code: format!("{province}{number}"), name: name.trim_start(), city: number >= "71" }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::all;
    use crate::demo::culture;

    #[test]
    fn the_nation_is_whole() {
        let provinces = all();
        assert_eq!(provinces.len(), 38);
        assert_eq!(provinces.iter().map(|province| province.regencies.len()).sum::<usize>(), 514);
        let kanreg: HashSet<_> = provinces.iter().map(|province| province.kanreg).collect();
        assert_eq!(kanreg.len(), 14, "every regional office has a province");
    }

    #[test]
    fn codes_are_unique_and_cultures_exist() {
        let cultures: HashSet<_> = culture::all().iter().map(|culture| culture.name).collect();
        let mut codes = HashSet::new();
        for province in all() {
            assert!(cultures.contains(province.culture), "{}", province.name);
            for regency in &province.regencies {
                assert!(regency.code.len() == 4 && regency.code.bytes().all(|byte| byte.is_ascii_digit()));
                assert!(codes.insert(regency.code.clone()), "{}", regency.code);
            }
        }
    }

    #[test]
    fn malang_is_a_city_and_a_regency_of_east_java_served_by_surabaya() {
        let provinces = all();
        let east_java = provinces.iter().find(|province| province.code == "35").expect("East Java");
        assert_eq!(east_java.kanreg, "02");
        let names: Vec<_> = east_java.regencies.iter().map(super::Regency::full_name).collect();
        assert!(names.contains(&"Kota Malang".to_owned()) && names.contains(&"Kabupaten Malang".to_owned()));
    }
}
