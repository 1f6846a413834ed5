//! What a reader, a printer and a phone make of the card and the form: read back with poppler and zbar.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::{
    card::{Card, card_pdf},
    form::{Form, form_pdf},
};

const QR_TEXT: &str =
    "https://pupns.example/kartu#v1.QzhZOUdWUlA.MEUCIQDx3nHTk9W0c1v5jF2s8uJ7yK0aB4qE6rT9wZpLmN8vXAIgYh5d";
const A4_PORTRAIT_WIDTH: f64 = 595.28;

fn card() -> Card {
    Card {
        registration_number: "C8Y9GVRP".to_owned(),
        nip: "197501022014071003".to_owned(),
        name: "AKHMAD SOLEH ARIFIN".to_owned(),
        agency: "Pemerintah Kota Malang".to_owned(),
        unit: "Dinas Pendidikan Kota Malang".to_owned(),
        registered_at: "16-01-2015 21:13 WIB".to_owned(),
        status_address: "pupns.example/status".to_owned(),
        qr_text: QR_TEXT.to_owned(),
    }
}

fn form_of(card: Card) -> Form {
    let Card { registration_number, nip, name, agency, unit, .. } = card;
    Form { registration_number, nip, name, agency, unit }
}

/// Names that some program, somewhere, would take for more than a name.
const HOSTILE_NAMES: [&str; 6] = [
    "#text(size: 90pt)[besar] #panic(\"x\") #sys.inputs",
    "*tebal* _miring_ `kode` $x^2$ <label> @rujukan // komentar",
    "=HYPERLINK(\"http://jahat.example\",\"klik\")",
    "\\u{41} #[isi] ] ) } { ( [ \\ -- --- ... -> ' \"",
    "{\"data\": \"bukan\"}",
    "Siti 1x24 affiliasi fi fl ffi",
];

/// Runs a tool over `pdf` written to `dir` and returns its output.
fn tool(program: &str, arguments: &[&str], dir: &Path) -> String {
    let output = Command::new(program).args(arguments).current_dir(dir).output().unwrap_or_else(|error| {
        panic!("{program}: {error}. Remedy: apt-get install poppler-utils zbar-tools, or run ./deploy/test, which does")
    });
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the tools write UTF-8")
}

fn saved(pdf: &[u8]) -> TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    fs::write(dir.path().join("document.pdf"), pdf).expect("a writable temporary directory");
    dir
}

/// The text in reading order, all white space single.
fn text_of(pdf: &[u8]) -> String {
    let text = tool("pdftotext", &["-raw", "document.pdf", "-"], saved(pdf).path());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without any white space: a value that wraps inside a word is still that value.
fn letters(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

fn page_count(pdf: &[u8]) -> usize {
    let facts = tool("pdfinfo", &["document.pdf"], saved(pdf).path());
    let pages = facts.lines().find_map(|line| line.strip_prefix("Pages:")).expect("pdfinfo counts pages");
    pages.trim().parse().expect("a number of pages")
}

/// Every word's box as `(page width, page height, x min, y min, x max, y max, word)` in points.
fn words(pdf: &[u8]) -> Vec<([f64; 6], String)> {
    let xml = tool("pdftotext", &["-bbox", "document.pdf", "-"], saved(pdf).path());
    let numbers = |line: &str| -> Vec<f64> {
        line.split('"').skip(1).step_by(2).map(|n| n.parse().expect("a coordinate")).collect()
    };
    let mut page = Vec::new();
    let mut words = Vec::new();
    for line in xml.lines().map(str::trim) {
        if line.starts_with("<page ") {
            page = numbers(line);
        } else if let Some((place, word)) = line.strip_prefix("<word ").and_then(|rest| rest.split_once('>')) {
            let place = numbers(place);
            let word = word.trim_end_matches("</word>").to_owned();
            words.push(([page[0], page[1], place[0], place[1], place[2], place[3]], word));
        }
    }
    assert!(!words.is_empty());
    words
}

fn assert_nothing_leaves_the_page(pdf: &[u8]) {
    const EDGE: f64 = 28.0; // 1 cm: what ordinary printers cannot reach
    for ([width, height, left, top, right, bottom], word) in words(pdf) {
        let inside = left >= EDGE && right <= width - EDGE && top >= EDGE && bottom <= height - EDGE;
        assert!(inside, "{word:?} stands at {left},{top} to {right},{bottom} of a page of {width} x {height}");
    }
}

#[test]
fn the_card_says_the_same_twice_and_whom_each_half_is_for() {
    let pdf = card_pdf(&card()).unwrap();
    assert_eq!(page_count(&pdf), 1);

    let text = text_of(&pdf);
    let halves = text.split("Untuk verifikator 1").collect::<Vec<_>>();
    assert_eq!(halves.len(), 2, "{text}");
    assert!(halves[0].contains("Untuk pegawai"), "{text}");
    for half in halves {
        for expected in [
            "Bukti Registrasi e-PUPNS",
            "NO REGISTER C8Y9GVRP",
            "NIP BARU 197501022014071003",
            "NAMA AKHMAD SOLEH ARIFIN",
            "INSTANSI Pemerintah Kota Malang",
            "UNIT KERJA Dinas Pendidikan Kota Malang",
            "Tanggal Daftar 16-01-2015 21:13 WIB",
            "Selamat, Anda telah terdaftar. Anda dapat masuk untuk melakukan Pendaftaran Ulang PNS dalam waktu \
             1x24 jam, setelah registrasi Anda dikonfirmasi oleh instansi yang bersangkutan. Harap memeriksa status \
             pendaftaran di halaman pupns.example/status. Terima kasih",
        ] {
            assert!(half.contains(expected), "no {expected:?} in {half}");
        }
        assert!(!half.contains("NIK"), "{half}");
        assert!(!half.contains('@'), "{half}");
    }
}

#[test]
fn the_qr_code_of_each_half_scans_from_paper() {
    let dir = saved(&card_pdf(&card()).unwrap());
    // 150 dots per inch: a cheap scanner, a phone held well away.
    tool("pdftoppm", &["-r", "150", "-gray", "-singlefile", "document.pdf", "page"], dir.path());
    let codes = tool("zbarimg", &["--quiet", "--raw", "page.pgm"], dir.path());
    assert_eq!(codes.lines().collect::<Vec<_>>(), [QR_TEXT, QR_TEXT]);
}

#[test]
fn the_form_has_every_section_and_its_number_on_every_page() {
    let pdf = form_pdf(&form_of(card())).unwrap();
    let pages = page_count(&pdf);
    let text = text_of(&pdf);
    for expected in [
        "Formulir e-PUPNS",
        "NO REGISTER C8Y9GVRP",
        "NIP BARU 197501022014071003",
        "NAMA AKHMAD SOLEH ARIFIN",
        "INSTANSI Pemerintah Kota Malang",
        "UNIT KERJA Dinas Pendidikan Kota Malang",
        "Data Utama",
        "Data Posisi",
        "Data Riwayat",
        "Data Lainnya",
    ] {
        assert!(text.contains(expected), "no {expected:?} in {text}");
    }
    assert_eq!(text.matches("No. Register C8Y9GVRP").count(), pages);
    for page in 1..=pages {
        assert!(text.contains(&format!("Halaman {page} dari {pages}")));
    }
    assert_nothing_leaves_the_page(&pdf);
}

#[test]
fn a_hostile_name_is_only_a_name() {
    for name in HOSTILE_NAMES {
        let card = Card { name: name.to_owned(), agency: name.to_owned(), unit: name.to_owned(), ..card() };
        let pdf = card_pdf(&card).unwrap();
        assert_eq!(letters(&text_of(&pdf)).matches(&letters(name)).count(), 6, "{name} on the card");
        assert_nothing_leaves_the_page(&pdf);

        let pdf = form_pdf(&form_of(card)).unwrap();
        assert_eq!(letters(&text_of(&pdf)).matches(&letters(name)).count(), 3, "{name} on the form");
    }
}

#[test]
fn a_character_that_cannot_be_printed_leaves_a_visible_hole() {
    let card = Card { name: "Siti 👩‍👩‍👧 Aminah 王".to_owned(), ..card() };
    assert!(text_of(&card_pdf(&card).unwrap()).contains("NAMA Siti □ Aminah □"));
}

#[test]
fn values_of_any_length_stay_on_the_sheet_and_off_each_other() {
    for value in ["W".repeat(100_000), "RADEN AJENG ".repeat(500), "KUSUMANINGTYAS-".repeat(7)] {
        let card = Card {
            name: value.clone(),
            agency: value.clone(),
            unit: value.clone(),
            status_address: value.clone(),
            ..card()
        };
        let pdf = card_pdf(&card).unwrap();
        assert_eq!(page_count(&pdf), 1);
        assert_nothing_leaves_the_page(&pdf);
        assert_values_end_above_the_congratulation(&pdf);

        let pdf = form_pdf(&form_of(card)).unwrap();
        assert_nothing_leaves_the_page(&pdf);
    }
}

/// The values grow downwards, the congratulation upwards: in both halves they must not meet, nor reach the QR code.
fn assert_values_end_above_the_congratulation(pdf: &[u8]) {
    let words = words(pdf);
    let tops =
        |wanted: &str| words.iter().filter(|(_, word)| word == wanted).map(|(place, _)| place[3]).collect::<Vec<_>>();
    let congratulations = tops("Selamat,");
    for (half, last) in tops("Daftar").into_iter().enumerate() {
        assert!(last + 12.0 < congratulations[half], "the values run into the congratulation");
        let first = tops("BARU")[half];
        let values = words.iter().filter(|(place, _)| (first..=last).contains(&place[3]) && place[2] < 380.0);
        for (place, word) in values {
            assert!(
                place[4] < A4_PORTRAIT_WIDTH - 20.0 / 25.4 * 72.0 - 38.0 / 25.4 * 72.0,
                "{word:?} reaches the QR code"
            );
        }
    }
}

#[test]
fn both_are_tagged_pdf_for_screen_readers_in_indonesian() {
    for pdf in [card_pdf(&card()).unwrap(), form_pdf(&form_of(card())).unwrap()] {
        let facts = tool("pdfinfo", &["document.pdf"], saved(&pdf).path());
        assert!(facts.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{facts}");
        let metadata = tool("pdfinfo", &["-meta", "document.pdf"], saved(&pdf).path());
        assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
        assert!(metadata.contains("<rdf:li>id-ID</rdf:li>"), "{metadata}");
        let structure = tool("pdfinfo", &["-struct", "document.pdf"], saved(&pdf).path());
        assert!(structure.contains("H1") && structure.contains("TH"), "{structure}");
    }
}

#[test]
fn equal_data_gives_equal_bytes() {
    assert_eq!(card_pdf(&card()).unwrap(), card_pdf(&card()).unwrap());
    assert_eq!(form_pdf(&form_of(card())).unwrap(), form_pdf(&form_of(card())).unwrap());
}

#[test]
fn debug_output_shows_no_personal_value() {
    let shown = format!("{:?} {:?}", card(), form_of(card()));
    assert_eq!(shown, "Card { .. } Form { .. }");
}
