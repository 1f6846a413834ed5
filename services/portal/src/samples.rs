//! Samples of pages, as `every_page` gathers and judges them.

use askama::Template;

use crate::language::Language;

/// Rendered samples of one language.
pub(crate) struct Samples {
    /// In which pages are to give them.
    pub language: Language,
    rendered: Vec<(&'static str, String)>,
}

impl Samples {
    pub(crate) fn new(language: Language) -> Self {
        Self { language, rendered: Vec::new() }
    }

    /// Takes a sample of a page.
    pub(crate) fn add(&mut self, name: &'static str, page: impl Template) {
        self.rendered.push((name, page.render().unwrap()));
    }

    /// Each with the name of its page.
    pub(crate) fn rendered(&self) -> &[(&'static str, String)] {
        &self.rendered
    }
}
