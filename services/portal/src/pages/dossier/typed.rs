//! What a page of fields brought back, and what its writer means by it.
//!
//! Per field of the list `isian`: `jawab.K` (the choice), `nilai.K` (the correction), `cari.K` (what is looked for in a
//! reference table), and as the page was made: `revisi.K`, `semula.K` (what was kept), `dicari.K` (what was looked for),
//! `bentrok.K` (another device's answer stands beside).

use proto::registration::v1::{AnswerKind, DossierField, field_answer::Answer};

use crate::form::Fields;

/// As many as the service takes at once.
const MOST: usize = 100;
const CHECK: &str = "cek";
const CORRECTION: &str = "perbaikan";

/// The choice of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Pick {
    /// None was made.
    #[default]
    None,
    /// The database value is right.
    Check,
    /// It should be another.
    Correction,
    /// What another device saved meanwhile stays.
    Theirs,
}

/// One field as it came back. Personal: no `Debug`.
#[derive(Clone, Default)]
pub(crate) struct Typed {
    /// Key in the catalogue, as sent.
    pub key: String,
    /// What was chosen.
    pub pick: Pick,
    /// The correction.
    pub value: String,
    /// What is looked for.
    pub query: String,
    /// What the page had looked for.
    searched: String,
    /// Whether values are looked for at all.
    by_search: bool,
    /// Which revision the page showed.
    pub revision: u64,
    /// What was kept when the page was made, by [`kept`].
    pub before: String,
    /// Whether the page showed another device's answer beside.
    pub conflict: bool,
}

/// What is meant by it. Personal: no `Debug`.
#[derive(PartialEq)]
pub(crate) enum Intent {
    /// Nothing was done here.
    Unchanged,
    /// The other device's answer stays.
    Theirs,
    /// This is to be kept.
    Answer(Answer),
    /// Look it up first.
    Search,
    /// It cannot be told: the key of what to say.
    Unclear(&'static str),
}

impl Typed {
    /// All fields of the page.
    #[must_use]
    pub(crate) fn all(fields: &Fields) -> Vec<Self> {
        let known = |key: &&str| !key.is_empty() && fields.has(&format!("revisi.{key}"));
        fields.all("isian").take(MOST).filter(known).map(|key| Self::of(fields, key)).collect()
    }

    fn of(fields: &Fields, key: &str) -> Self {
        let text = |name: &str| fields.text(&format!("{name}.{key}")).to_owned();
        let pick = match text("jawab").as_str() {
            CHECK => Pick::Check,
            CORRECTION => Pick::Correction,
            "lain" => Pick::Theirs,
            _ => Pick::None,
        };
        Self {
            key: key.to_owned(),
            pick,
            value: text("nilai"),
            query: text("cari"),
            searched: text("dicari"),
            by_search: fields.has(&format!("cari.{key}")),
            revision: text("revisi").parse().unwrap_or_default(),
            before: text("semula"),
            conflict: fields.has(&format!("bentrok.{key}")),
        }
    }

    /// What is meant.
    #[must_use]
    pub(crate) fn intent(&self) -> Intent {
        let before = self.before.strip_prefix(CORRECTION).map(str::trim_start);
        let retyped = self.value != before.unwrap_or_default();
        let to_look_up = self.by_search && !self.query.is_empty() && self.query != self.searched;
        let chosen_anew = retyped && !self.value.is_empty();
        match self.pick {
            Pick::Theirs => Intent::Theirs,
            Pick::None if self.conflict => Intent::Unclear("dossier-choose-one"),
            Pick::Check if chosen_anew => Intent::Unclear("dossier-choose-check-or-correction"),
            Pick::Check if self.before == CHECK && !self.conflict => Intent::Unchanged,
            Pick::Check => Intent::Answer(Answer::Check(true)),
            _ if to_look_up && !chosen_anew => Intent::Search,
            Pick::None if !retyped => Intent::Unchanged,
            Pick::Correction if before.is_some() && !retyped && !self.conflict => Intent::Unchanged,
            Pick::Correction if self.by_search && self.value.is_empty() => Intent::Unclear("dossier-choose-from-list"),
            Pick::None | Pick::Correction => Intent::Answer(Answer::Correction(self.value.clone())),
        }
    }

    /// Whether it holds something that is not kept.
    #[must_use]
    pub(crate) fn is_unsaved(&self) -> bool {
        !matches!(self.intent(), Intent::Unchanged | Intent::Theirs)
    }
}

/// All of it as it was sent, to be sent once more.
#[must_use]
pub(crate) fn sent(fields: &Fields) -> Vec<(String, String)> {
    const PARTS: [&str; 7] = ["jawab", "nilai", "cari", "revisi", "semula", "dicari", "bentrok"];
    let keys: Vec<&str> = fields.all("isian").take(MOST).collect();
    let names = keys.iter().flat_map(|key| PARTS.iter().map(move |part| format!("{part}.{key}")));
    let mut sent = vec![("lakukan".to_owned(), fields.text("lakukan").to_owned())];
    sent.extend(keys.iter().map(|key| ("isian".to_owned(), (*key).to_owned())));
    let held = names.filter(|name| fields.has(name)).map(|name| (name.clone(), fields.raw(&name).to_owned()));
    sent.extend(held);
    sent
}

/// What is kept of a field, as its page carries it along.
#[must_use]
pub(crate) fn kept(field: &DossierField) -> String {
    match field.answer() {
        AnswerKind::Unspecified => String::new(),
        AnswerKind::Check => CHECK.to_owned(),
        AnswerKind::Correction => format!("{CORRECTION} {}", field.correction),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intent(body: &str) -> Intent {
        let all = Typed::all(&Fields::read(format!("isian=a&revisi.a=3&{body}").as_bytes()));
        all.first().unwrap().intent()
    }

    fn correction(value: &str) -> Intent {
        Intent::Answer(Answer::Correction(value.to_owned()))
    }

    #[test]
    fn what_nobody_touched_is_not_sent() {
        for untouched in [
            "semula.a=&nilai.a=",
            "semula.a=cek&jawab.a=cek&nilai.a=",
            "semula.a=perbaikan+Budi&jawab.a=perbaikan&nilai.a=Budi",
            "semula.a=perbaikan+Budi&nilai.a=Budi",
            "semula.a=perbaikan+S1&jawab.a=perbaikan&nilai.a=S1&cari.a=s&dicari.a=s",
        ] {
            assert!(intent(untouched) == Intent::Unchanged, "{untouched}");
        }
    }

    #[test]
    fn what_was_typed_is_an_answer_also_without_the_choice() {
        assert!(intent("semula.a=&jawab.a=cek") == Intent::Answer(Answer::Check(true)));
        assert!(intent("semula.a=&nilai.a=+Budi+") == correction("Budi"));
        assert!(intent("semula.a=cek&jawab.a=perbaikan&nilai.a=Budi") == correction("Budi"));
        assert!(intent("semula.a=perbaikan+Budi&jawab.a=perbaikan&nilai.a=") == correction(""));
        assert!(intent("semula.a=perbaikan+B&jawab.a=cek&nilai.a=B") == Intent::Answer(Answer::Check(true)));
    }

    #[test]
    fn what_cannot_be_told_is_asked() {
        for unclear in [
            "semula.a=cek&jawab.a=cek&nilai.a=Budi",
            "semula.a=cek&bentrok.a=1&nilai.a=Budi",
            "semula.a=&jawab.a=perbaikan&cari.a=&nilai.a=",
            "semula.a=&jawab.a=perbaikan&cari.a=s&dicari.a=s",
        ] {
            assert!(matches!(intent(unclear), Intent::Unclear(_)), "{unclear}");
        }
        assert!(intent("semula.a=&cari.a=sarjana&dicari.a=") == Intent::Search);
        assert!(intent("semula.a=&cari.a=sarjana&dicari.a=sarjana&nilai.a=S1") == correction("S1"));
    }

    #[test]
    fn another_devices_answer_stays_or_is_replaced_as_one_chooses() {
        assert!(intent("semula.a=cek&bentrok.a=1&jawab.a=lain&nilai.a=Budi") == Intent::Theirs);
        let mine = intent("semula.a=perbaikan+Budi&bentrok.a=1&jawab.a=perbaikan&nilai.a=Budi");
        assert!(mine == correction("Budi"));
    }

    #[test]
    fn fields_without_a_revision_and_beyond_the_hundredth_are_left_alone() {
        assert!(Typed::all(&Fields::read(b"isian=nik&jawab.nik=cek")).is_empty());
        let many: String = (0..150).map(|n| format!("isian=k{n}&revisi.k{n}=1&")).collect();
        assert_eq!(Typed::all(&Fields::read(many.as_bytes())).len(), 100);
    }
}
