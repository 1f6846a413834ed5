//! How a page looks on a desk and on a telephone, kept as pictures.

use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use serde_json::json;

use super::Browser;

/// A screen.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    /// The directory of its pictures.
    pub(super) name: &'static str,
    width: u32,
    height: u32,
    telephone: bool,
}

pub(super) const DESKTOP: Screen = Screen { name: "desktop", width: 1280, height: 900, telephone: false };
pub(super) const PHONE: Screen = Screen { name: "phone", width: 360, height: 780, telephone: true };

/// Longer pages are cut in the picture.
const LONGEST: f64 = 6000.0;

impl Browser {
    /// Puts the page on a screen.
    pub(super) async fn as_on(&self, screen: Screen) {
        let metrics = json!({
            "width": screen.width,
            "height": screen.height,
            "deviceScaleFactor": 1,
            "mobile": screen.telephone,
        });
        self.web.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await.unwrap();
    }

    /// Keeps a picture of the whole page.
    pub(super) async fn pictured(&self, screen: Screen, name: &str) {
        let height = self.asks("return document.documentElement.scrollHeight").await.as_f64().unwrap_or_default();
        let height = height.clamp(f64::from(screen.height), LONGEST);
        let clip = json!({ "x": 0, "y": 0, "width": screen.width, "height": height, "scale": 1 });
        let wish = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.web.cdp().send_raw("Page.captureScreenshot", wish).await.unwrap();
        let picture = BASE64.decode(picture["data"].as_str().unwrap().as_bytes()).unwrap();
        let directory = directory().join(screen.name);
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::write(directory.join(format!("{name}.png")), picture).unwrap();
    }
}

/// Where pictures and what was measured are kept.
pub(super) fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../.local/screenshots")
}
