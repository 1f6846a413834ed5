//! Sheets, letters and scripts: built in, under names that change with their bytes, so that browsers may keep them.

use std::{borrow::Cow, collections::BTreeMap, io::Write as _, sync::LazyLock};

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use data_encoding::HEXLOWER;
use flate2::{Compression, write::GzEncoder};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

/// What `deploy/assets` has fetched and compiled; the pages are readable without.
#[derive(RustEmbed)]
#[folder = "assets/vendor"]
#[allow_missing = true]
struct Vendor;

const LETTERS: &str = "plus-jakarta-sans.woff2";

struct Asset {
    kind: &'static str,
    bytes: Cow<'static, [u8]>,
    /// The same for browsers that can unpack; none for what is packed already.
    packed: Option<Vec<u8>>,
    /// The name with the beginning of the hash in it.
    hashed: String,
}

static ASSETS: LazyLock<BTreeMap<&'static str, Asset>> = LazyLock::new(|| {
    let mut assets = BTreeMap::new();
    let mut add = |name: &'static str, bytes: Cow<'static, [u8]>| {
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        let kind = match end {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            _ => "font/woff2",
        };
        let hash = HEXLOWER.encode(&Sha256::digest(&bytes)[..8]);
        let hashed = format!("{stem}-{hash}.{end}");
        let packed = (end != "woff2").then(|| pack(&bytes));
        let asset = Asset { kind, bytes, packed, hashed: hashed.clone() };
        assets.insert(name, asset);
        hashed
    };
    let vendored = |name: &str| Vendor::get(name).map(|file| file.data);
    let letters = vendored(LETTERS).map(|bytes| add(LETTERS, bytes));
    // The sheet names its letters by the name under which they may be kept.
    let sheet = include_str!("../assets/portal.css").replace(LETTERS, letters.as_deref().unwrap_or(LETTERS));
    add("portal.css", Cow::Owned(sheet.into_bytes()));
    add("lambang.svg", Cow::Borrowed(include_bytes!("../assets/lambang.svg")));
    add("tantangan.js", Cow::Borrowed(include_bytes!("../assets/tantangan.js")));
    add("kata-kunci.js", Cow::Borrowed(include_bytes!("../assets/kata-kunci.js")));
    add("hitung.js", Cow::Borrowed(include_bytes!("../assets/hitung.js")));
    add("kartu.js", Cow::Borrowed(include_bytes!("../assets/kartu.js")));
    add("tantangan-pekerja.js", Cow::Borrowed(include_bytes!("../assets/tantangan-pekerja.js")));
    if let Some(base) = vendored("base.css") {
        add("base.css", base);
    }
    assets
});

/// Where an asset is, if it was built in.
#[must_use]
pub(crate) fn url(name: &str) -> Option<String> {
    ASSETS.get(name).map(|asset| format!("/aset/{}", asset.hashed))
}

/// `GET /aset/{name}`: by its hashed name for ever, by its plain name until it changes.
pub(crate) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let found = ASSETS.iter().find(|(plain, asset)| asset.hashed == name || **plain == name);
    let Some((_, asset)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let kept = if asset.hashed == name { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let told = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let unpacks = told(header::ACCEPT_ENCODING).split(',').any(|one| one.trim().starts_with("gzip"));
    let packed = asset.packed.as_ref().filter(|_| unpacks);
    // What differs in its bytes has another tag.
    let tag = format!("\"{}{}\"", asset.hashed, if packed.is_some() { "-gzip" } else { "" });
    let vary = (header::VARY, "accept-encoding".to_owned());
    let common = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, kept.to_owned()), vary];
    if told(header::IF_NONE_MATCH).split(',').any(|one| one.trim() == tag) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let kind = [(header::CONTENT_TYPE, asset.kind)];
    match packed {
        Some(packed) => (common, kind, [(header::CONTENT_ENCODING, "gzip")], packed.clone()).into_response(),
        None => (common, kind, asset.bytes.clone().into_owned()).into_response(),
    }
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).and_then(|()| packer.finish()).expect("writing to memory does not fail")
}
