//! How people and places are called, by culture. The words are in `deploy/demo/names/`.

use kernel::Sex;

use super::chance::Chance;

/// One culture's words.
#[derive(Debug)]
pub(super) struct Culture {
    /// Name of its file.
    pub(super) name: &'static str,
    /// People with a single name, in per cent.
    single: usize,
    /// Religion and its share in per cent.
    religions: Vec<(&'static str, usize)>,
    men: Given,
    women: Given,
    /// Names of districts and the health centres and schools in them.
    pub(super) places: Vec<&'static str>,
}

/// Names of one sex.
#[derive(Debug, Default)]
struct Given {
    first: Vec<&'static str>,
    last: Vec<&'static str>,
}

macro_rules! files {
    ($($name:literal)*) => { [$(($name, include_str!(concat!("../../../demo/names/", $name, ".txt")))),*] };
}

/// Every culture.
pub(super) fn all() -> Vec<Culture> {
    files!["acehnese" "balinese" "batak" "betawi" "bugis" "dayak" "javanese" "malay" "minahasan" "minang" "moluccan"
        "papuan" "sasak" "sundanese" "timorese"]
    .into_iter()
    .map(|(name, text)| Culture::read(name, text))
    .collect()
}

impl Culture {
    fn read(name: &'static str, text: &'static str) -> Self {
        let words = |key: &str| -> Vec<&'static str> {
            text.lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(' '))
                .map(|list| list.split(';').collect())
                .expect("every file of names has every key: a test reads them all")
        };
        let number = |digits: &str| digits.parse().expect("the committed figures are numbers: a test reads them all");
        let religion = |entry: &'static str| {
            let (religion, share) = entry.split_once(' ').expect("a religion has a share: a test reads them all");
            (religion, number(share))
        };
        Self {
            name,
            single: number(words("single")[0]),
            religions: words("religions").into_iter().map(religion).collect(),
            men: Given { first: words("men"), last: words("men_last") },
            women: Given { first: words("women"), last: words("women_last") },
            places: words("places"),
        }
    }

    /// A person's name, in capitals as SAPK writes it, without titles.
    pub(super) fn person(&self, sex: Sex, chance: &mut Chance) -> String {
        let given = match sex {
            Sex::Male => &self.men,
            Sex::Female => &self.women,
        };
        let first = *chance.pick(&given.first);
        if chance.below(100) < self.single {
            // A single name is one of the longer ones: nobody is called just "Ai" or "Sri".
            let last = *chance.pick(&given.last);
            return (if first.len() > 6 { first } else { last }).to_uppercase();
        }
        let last = *chance.pick(&given.last);
        // About one in six has a name in between.
        let middle = if chance.per_mille(160) { *chance.pick(&given.first) } else { first };
        let prefixed = first.contains(' ') || middle.contains(' ');
        let parts = if middle == first || prefixed { vec![first, last] } else { vec![first, middle, last] };
        parts.join(" ").to_uppercase()
    }

    /// A religion, by the share it has here.
    pub(super) fn religion(&self, chance: &mut Chance) -> &'static str {
        chance.pick_weighted(&self.religions, |religion| religion.1).0
    }
}

#[cfg(test)]
mod tests {
    use kernel::Sex;

    use super::all;
    use crate::demo::chance::Chance;

    #[test]
    fn every_culture_names_everybody() {
        let mut chance = Chance::new(1, "test");
        for culture in all() {
            assert_eq!(culture.religions.iter().map(|religion| religion.1).sum::<usize>(), 100, "{}", culture.name);
            assert!(culture.places.len() >= 10, "{}", culture.name);
            for sex in [Sex::Male, Sex::Female] {
                for _ in 0..500 {
                    let name = culture.person(sex, &mut chance);
                    assert!(name.len() >= 3, "{name}");
                    assert!(name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b' '), "{name}");
                }
            }
        }
    }
}
