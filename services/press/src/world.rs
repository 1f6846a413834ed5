//! The closed world in which typst works: three templates, two fonts and one value. No other file, no package, no
//! network, no clock.
//!
//! Data enters only as JSON in `sys.inputs` and is a string for the typesetter, never markup: `#text` in a name is
//! printed, not run.

use std::sync::LazyLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart, Str, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World, WorldExt, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::error::DocumentError;

/// How many jobs a memoised layout result survives unused: the templates' own parts stay, a person's values go.
const JOBS_REMEMBERED: usize = 10;

/// A document that can be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Template {
    /// The registration card.
    Card,
    /// The registration form.
    Form,
}

impl Template {
    fn file_name(self) -> &'static str {
        match self {
            Self::Card => "card.typ",
            Self::Form => "form.typ",
        }
    }

    fn source(self) -> &'static Source {
        match self {
            Self::Card => &SOURCES.card,
            Self::Form => &SOURCES.form,
        }
    }
}

struct Sources {
    card: Source,
    form: Source,
    style: Source,
}

static SOURCES: LazyLock<Sources> = LazyLock::new(|| Sources {
    card: source("card.typ", include_str!("templates/card.typ")),
    form: source("form.typ", include_str!("templates/form.typ")),
    style: source("style.typ", include_str!("templates/style.typ")),
});

fn source(name: &str, text: &str) -> Source {
    let path = VirtualPath::new(name).expect("the names above are plain file names");
    Source::new(FileId::new(RootedPath::new(VirtualRoot::Project, path)), text.to_owned())
}

struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let files: [&'static [u8]; 2] = [
        include_bytes!("../assets/fonts/PlusJakartaSans-Regular.ttf"),
        include_bytes!("../assets/fonts/PlusJakartaSans-SemiBold.ttf"),
    ];
    let fonts: Vec<Font> = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// Whether every weight that we print with has a glyph for `character`.
pub(super) fn fonts_have(character: char) -> bool {
    FONTS.fonts.iter().all(|font| font.info().coverage.contains(u32::from(character)))
}

struct Job {
    main: &'static Source,
    library: LazyHash<Library>,
}

impl Job {
    fn new(template: Template, data: &impl Serialize) -> Self {
        let json = serde_json::to_string(data).expect("structs of strings are always JSON");
        let mut inputs = Dict::new();
        inputs.insert(Str::from("data"), Value::Str(json.into()));
        // Row headers of tables and the like for screen readers still stand behind this feature.
        let features = Features::from_iter([Feature::A11yExtras]);
        let library = Library::builder().with_inputs(inputs).with_features(features).build();
        Self { main: template.source(), library: LazyHash::new(library) }
    }

    /// Line, from 1, of the first complaint.
    fn first_line(&self, complaints: &[SourceDiagnostic]) -> Option<usize> {
        let span = complaints.first()?.span;
        let start = self.range(span)?.start;
        let source = self.source(span.id()?).ok()?;
        source.lines().byte_to_line(start).map(|line| line + 1)
    }
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [self.main, &SOURCES.style].into_iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Lays `data` out with `template` and writes it as PDF/UA-1.
///
/// `registration_number` makes the document's identifier in the file: stable, and hashed by the writer.
pub(super) fn typeset(
    template: Template,
    data: &impl Serialize,
    registration_number: &str,
) -> Result<Vec<u8>, DocumentError> {
    let job = Job::new(template, data);
    let pdf = pdf(&job, template, registration_number);
    comemo::evict(JOBS_REMEMBERED);
    pdf
}

fn pdf(job: &Job, template: Template, registration_number: &str) -> Result<Vec<u8>, DocumentError> {
    let document: PagedDocument = typst::compile(job).output.map_err(|complaints| DocumentError::Layout {
        template: template.file_name(),
        line: job.first_line(&complaints),
    })?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{}:{registration_number}", template.file_name())),
        creator: Smart::Custom(Some("e-PUPNS".to_owned())),
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).expect("one standard alone contradicts nothing"),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|_| DocumentError::Export { template: template.file_name() })
}
