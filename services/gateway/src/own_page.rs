//! A page of this door itself, in Indonesian with the English beside it: the portal, which knows who reads what, was not asked or is
//! away. Its sentences are `words`'.

use speech::{Language, Phrase};

/// Everything around what stands in the middle, which is HTML.
pub(crate) fn framed(middle: &str) -> String {
    format!(
        "<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>e-PUPNS</title></head><body><main>{middle}</main></body></html>"
    )
}

/// What the page says first.
pub(crate) fn heading(indonesian: &str, english: &str) -> String {
    format!("<h1>{indonesian}</h1><p lang=\"en\">{english}</p>")
}

/// A sentence in both languages, one behind the other.
pub(crate) fn said(key: &'static str) -> String {
    in_both(|language| words::door(key, language))
}

/// When to come back.
pub(crate) fn come_back(seconds: u64) -> String {
    format!("<p>{}</p>", in_both(|language| words::door("door-come-back", language).with("seconds", seconds)))
}

fn in_both(phrase: impl Fn(Language) -> Phrase<'static>) -> String {
    format!("{} <span lang=\"en\">{}</span>", phrase(Language::Indonesian), phrase(Language::English))
}
