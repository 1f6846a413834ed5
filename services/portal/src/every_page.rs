//! Every page in both languages, by the samples that pages give: what holds for all of them.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use doorway::typed::is_secret;

use crate::{
    challenge::ChallengeBlock,
    form::{Choice, Form},
    language::Language,
    pages,
    samples::Samples,
    shell::Shell,
};

struct Tag<'a> {
    name: &'a str,
    attributes: BTreeMap<&'a str, &'a str>,
}

/// The opening tags of a page of ours, which quotes every attribute and escapes every angle bracket in a text.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let opened = html.split('<').skip(1).filter(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()));
    opened.map(|part| tag(part.split_once('>').map_or(part, |(inside, _)| inside))).collect()
}

fn tag(inside: &str) -> Tag<'_> {
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Tag { name, attributes };
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end);
        match after.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"')) {
            Some((value, after)) => {
                attributes.insert(attribute, value);
                rest = after;
            }
            None => {
                assert!(!after.starts_with('='), "an attribute without quotes: {inside}");
                attributes.insert(attribute, "");
                rest = after;
            }
        }
    }
}

fn check(html: &str, language: Language) {
    assert!(!html.contains('\u{27e6}'), "a sentence is missing");
    assert!(html.starts_with("<!doctype html>"));
    let tags = tags(html);
    let named = |name: &'static str| tags.iter().filter(move |tag| tag.name == name);
    let held = |name: &'static str| tags.iter().filter_map(move |tag| tag.attributes.get(name).copied());
    assert_eq!(named("html").next().unwrap().attributes["lang"], language.as_str());
    assert_eq!(named("h1").count(), 1, "one heading");
    let title = html.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).unwrap().0;
    assert!(title.ends_with(" · e-PUPNS") && title.len() > " · e-PUPNS".len() + 2, "{title}");

    let ids: Vec<_> = held("id").collect();
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "ids are unique: {ids:?}");
    let labelled: BTreeSet<_> = held("for").collect();
    for tag in named("input").chain(named("select")).chain(named("textarea")) {
        let kind = tag.attributes.get("type").copied().unwrap_or("text");
        assert!(tag.attributes.contains_key("name"), "an input has a name");
        let id = tag.attributes.get("id");
        assert!(kind == "hidden" || id.is_some_and(|id| labelled.contains(id)), "a label for {:?}", tag.attributes);
    }
    for label in labelled {
        assert!(unique.contains(&label), "a label for what is not there: {label}");
    }
    for name in ["aria-describedby", "aria-labelledby"] {
        for id in held(name).flat_map(str::split_whitespace) {
            assert!(unique.contains(&id), "{name} of what is not there: {id}");
        }
    }
    for anchor in held("href").filter_map(|href| href.strip_prefix('#')) {
        assert!(unique.contains(&anchor), "a link to what is not there: #{anchor}");
    }
    for tag in named("img") {
        assert!(tag.attributes.contains_key("alt"));
    }

    for tag in &tags {
        assert!(tag.name != "style" && !tag.attributes.contains_key("style"), "no style inside a page");
        assert!(tag.attributes.keys().all(|name| !name.starts_with("on")), "no script inside a page: {}", tag.name);
    }
    for tag in named("script") {
        assert!(tag.attributes.get("src").is_some_and(|src| src.starts_with("/aset/")), "no script inside a page");
    }
    assert!(!html.contains("javascript:"));
    for form in named("form") {
        assert_eq!(form.attributes.get("method"), Some(&"post").filter(|_| form.attributes["method"] == "post"));
    }
    let posts = named("form").filter(|form| form.attributes["method"] == "post").count();
    assert_eq!(html.matches("name=\"form_token\"").count(), posts, "every posted form has its token");
    for address in held("href").chain(held("action")).chain(held("src")) {
        let local = ["/", "#", "?"].iter().any(|start| address.starts_with(start)) && !address.starts_with("//");
        assert!(local || address.starts_with("data:image/png"), "{address} is elsewhere");
        let digits = address.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
        assert!(digits < 8 || address.starts_with("/aset/") || address.starts_with("data:"), "personal? {address}");
    }
}

#[test]
fn every_page_is_sound_in_both_languages() {
    for language in Language::ALL {
        let mut all = Samples::new(language);
        pages::samples(&mut all);
        assert!(all.rendered().len() > 10);
        for (name, html) in all.rendered() {
            let checked = std::panic::catch_unwind(|| check(html, language));
            assert!(checked.is_ok(), "the page {name:?} in {language:?}:\n{html}");
        }
    }
}

/// What is no secret: it comes back into a page as it was typed, or travels hidden from one page to the next. A dot stands before the
/// key of a dossier's field, a number at the end counts.
const COMES_BACK: [&str; 49] = [
    "agency",
    "agency_code",
    "agency_name",
    "agreed",
    "back",
    "bentrok",
    "card_text",
    "cari",
    "cursor",
    "declaration_version",
    "dicari",
    "do",
    "document",
    "documents_token",
    "email",
    "isian",
    "jawab",
    "key",
    "lakukan",
    "language",
    "login",
    "lookup_token",
    "name",
    "next_cursor",
    "nilai",
    "nip",
    "note",
    "number",
    "old_nip",
    "own_question",
    "query",
    "reason",
    "reason_code",
    "reference_code",
    "reference_label",
    "registration",
    "registration_number",
    "report_number",
    "resolution",
    "revisi",
    "searched",
    "security_question",
    "seen",
    "semula",
    "submission",
    "text",
    "type_code",
    "verdict",
    "wanted_value",
];

/// A name without what differs from field to field.
fn kind_of(name: &str) -> &str {
    name.split_once('.').map_or(name, |(kind, _)| kind).trim_end_matches(|c: char| c == '-' || c.is_ascii_digit())
}

#[test]
fn what_any_page_asks_for_is_a_secret_or_is_known_to_be_none() {
    let mut asked = BTreeSet::new();
    for language in Language::ALL {
        let mut all = Samples::new(language);
        pages::samples(&mut all);
        for (page, html) in all.rendered() {
            let tags = tags(html);
            for tag in tags.iter().filter(|tag| ["input", "select", "textarea", "button"].contains(&tag.name)) {
                let Some(name) = tag.attributes.get("name") else { continue };
                let says_so = tag.attributes.get("type") == Some(&"password")
                    || tag.attributes.get("autocomplete") == Some(&"one-time-code");
                assert!(is_secret(name) || !says_so, "{page}: {name} would come back into a page");
                if !is_secret(name) {
                    asked.insert(kind_of(name).to_owned());
                }
            }
        }
    }
    let known: BTreeSet<_> = COMES_BACK.map(str::to_owned).into();
    assert_eq!(asked, known, "whoever adds a name says whether it is a secret: here, or in doorway::typed");
}

#[test]
fn the_check_sees_what_is_wrong() {
    let page = |inside: &str| {
        format!("<!doctype html><html lang=\"id\"><title>Masuk · e-PUPNS</title><h1>Masuk</h1>{inside}</html>")
    };
    let fails = |inside: &str| std::panic::catch_unwind(|| check(&page(inside), Language::Indonesian)).is_err();
    assert!(!fails("<a href=\"/\">x</a>"));
    for wrong in [
        "<h1>Lagi</h1>",
        "<input name=\"a\" id=\"a\">",
        "<p id=\"a\"></p><p id=\"a\"></p>",
        "<script>1</script>",
        "<p onclick=\"x\"></p>",
        "<p style=\"x\"></p>",
        "<a href=\"https://elsewhere\">x</a>",
        "<a href=\"/x/198612262009122001\">x</a>",
        "<a href=\"#nowhere\">x</a>",
        "<form method=\"post\" action=\"/x\"></form>",
    ] {
        assert!(fails(wrong), "{wrong}");
    }
}

/// Every part of the kit on one page, so that each is checked before a page uses it.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}
{% import "kit/form.html" as kit %}
{% block title %}{{ form.prefix() }}Kit{% endblock %}
{% block script %}{% include "kit/challenge_script.html" %}{% endblock %}
{% block back %}{{ kit::back("/", "Kembali") }}{% endblock %}
{% block content %}
{{ kit::summary(form) }}
<h1>Kit</h1>
<form method="post" action="{{ form.action }}" novalidate>
{{ kit::token(form) }}
{{ kit::hidden("step", "2") }}
{{ kit::text(form, "nip", "NIP", hint="18", inputmode="numeric", most=32, width="20") }}
{{ kit::password(form, "password", "Kata kunci", hint="8", autocomplete="new-password") }}
{{ kit::date(form, "born", "Lahir") }}
{{ kit::textarea(form, "note", "Catatan", 500, hint="Ringkas.") }}
{{ kit::select(form, "agency", "Instansi", choices) }}
{{ kit::radios(form, "answer", "Jawaban", choices, hint="Satu") }}
{{ kit::checkboxes(form, "reasons", "Alasan", choices) }}
{% include "kit/challenge.html" %}
{{ kit::button("Kirim", name="do", value="send") }}
{{ kit::button("Hapus", kind="warning") }}
</form>
{% endblock %}"#
)]
struct Kit {
    shell: Shell,
    form: Form,
    choices: Vec<Choice>,
    challenge: ChallengeBlock,
}

fn kits(language: Language) -> Vec<Kit> {
    let choice = |value: &str| Choice { hint: "Penjelasan".to_owned(), ..Choice::new(value, value) };
    let whole = || Form::sample(language, "/kit").filled("agency", "b").ticked("reasons", ["a", "b"]);
    let names = ["nip", "password", "born", "note", "agency", "answer", "reasons", "challenge"];
    let broken = || names.iter().fold(whole(), |form, name| form.broken(name, "salah"));
    let kit = |challenge, form| {
        let choices = vec![choice("a"), choice("b")];
        Kit { shell: Shell::sample(language, None, "/kit"), form, choices, challenge }
    };
    let [plain, solved, picture] = ChallengeBlock::samples();
    vec![
        kit(plain.clone(), whole()),
        kit(solved, whole()),
        kit(plain, broken()),
        kit(picture, whole().broken("challenge_code", "salah")),
    ]
}

#[test]
fn every_part_of_the_kit_is_sound() {
    for language in Language::ALL {
        for kit in kits(language) {
            check(&kit.render().unwrap(), language);
        }
        let broken = kits(language).remove(2).render().unwrap();
        assert_eq!(broken.matches("aria-invalid=\"true\"").count(), 5, "{broken}");
        assert_eq!(broken.matches("checked").count() + broken.matches("selected").count(), 3, "{broken}");
        assert!(!broken.contains("value=\"salah\""));
    }
}
