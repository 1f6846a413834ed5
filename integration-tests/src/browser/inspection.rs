//! What must be true of every page: no barrier that axe-core finds, nothing beyond a telephone's edge, no word of complaint from
//! the browser, not much to transfer.

use std::{io::Write as _, path::Path, sync::OnceLock};

use serde_json::{Value, json};

use super::{
    Browser,
    look::{self, DESKTOP, PHONE},
};

/// Every rule that is on by itself, of all standards and good practice, and the one for targets on touch screens.
const RUN: &str = "const done = arguments[arguments.length - 1]; \
    axe.run(document, { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] })\
    .then((found) => done(found.violations), (error) => done([{ id: String(error), nodes: [] }]))";
/// What sticks out on the right, but not out of a box that scrolls by itself. A telephone's window grows with what sticks out, the
/// document's width does not.
const STICKS_OUT: &str = "const width = document.documentElement.clientWidth; \
    const wide = document.documentElement.scrollWidth; \
    if (wide <= width) return []; \
    const scrolls = (one) => one && (getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement)); \
    const found = [...document.body.querySelectorAll('*')]\
    .filter((one) => one.getBoundingClientRect().right > width + 1 && !scrolls(one.parentElement))\
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 160)); \
    return found.length ? found : [`text, to ${wide} pixels`]";
/// The page and what it brought along: name, bytes as they travelled, bytes as they are read.
const WEIGHTS: &str = "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]\
    .map((one) => [new URL(one.name).pathname, one.encodedBodySize, one.decodedBodySize])";
/// Bytes of HTML as they travel: a page opens on a bad line.
const HEAVIEST: u64 = 100 * 1024;

impl Browser {
    /// Looks at the page that is shown, on both screens, and keeps pictures under that name.
    ///
    /// # Panics
    /// When something is wrong with it; with a list.
    pub async fn looks_well(&self, name: &str) {
        let wrong = self.faults(name).await;
        assert!(wrong.is_empty(), "the page {} ({name}):\n- {}", self.path().await, wrong.join("\n- "));
    }

    /// The same as a list.
    pub async fn faults(&self, name: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        for screen in [DESKTOP, PHONE] {
            self.as_on(screen).await;
            self.pictured(screen, name).await;
            if self.scripts {
                wrong.extend(self.barriers().await.into_iter().map(|found| format!("{}: {found}", screen.name)));
            }
            let sticking_out = self.asks(STICKS_OUT).await;
            let sticking_out = sticking_out.as_array().cloned().unwrap_or_default();
            wrong.extend(sticking_out.iter().map(|one| format!("{}: sticks out: {one}", screen.name)));
        }
        self.as_on(DESKTOP).await;
        wrong.extend(self.complaints().await);
        wrong.extend(self.weighed(name).await);
        wrong
    }

    /// Puts something into the page as a careless hand would.
    pub async fn is_spoilt_by(&self, html: &str) {
        self.asks_about(
            "document.querySelector('main').insertAdjacentHTML('beforeend', arguments[0])",
            vec![html.into()],
        )
        .await;
    }

    /// What axe-core finds, a line each.
    async fn barriers(&self) -> Vec<String> {
        if self.asks("return typeof axe").await == "undefined" {
            self.asks(axe()).await;
        }
        let found = self.web.execute_async(RUN, Vec::new()).await.unwrap();
        let found = found.json().as_array().cloned().unwrap_or_default();
        found.iter().flat_map(barrier).collect()
    }

    /// What the browser complains of: errors of scripts, what the content security policy stopped, what did not load. A form that
    /// was refused is no such thing.
    async fn complaints(&self) -> Vec<String> {
        let log = self.web.browser_log().await.unwrap();
        let brought = |message: &str| message.contains("/aset/") || message.contains("favicon");
        let refused = |message: &str| message.contains("responded with a status of 4") && !brought(message);
        let complaints = log.into_iter().filter(|entry| entry.level == "SEVERE" && !refused(&entry.message));
        complaints.map(|entry| format!("the browser: {}", entry.message)).collect()
    }

    /// Writes down what the page weighs.
    async fn weighed(&self, name: &str) -> Option<String> {
        let weights = self.asks(WEIGHTS).await;
        let weights = weights.as_array().cloned().unwrap_or_default();
        let line = |one: &Value| format!("{}={}/{}", one[0].as_str().unwrap_or_default(), one[1], one[2]);
        let lines: Vec<String> = weights.iter().map(line).collect();
        let file = look::directory().join("weights.txt");
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).unwrap();
        writeln!(file, "{name} {}", lines.join(" ")).unwrap();
        let html = weights.first().and_then(|page| page[1].as_u64()).unwrap_or_default();
        (html > HEAVIEST).then(|| format!("{html} bytes of HTML"))
    }
}

fn barrier(found: &Value) -> Vec<String> {
    let what = format!("{}: {}", found["id"].as_str().unwrap_or_default(), found["help"].as_str().unwrap_or_default());
    let nodes = found["nodes"].as_array().cloned().unwrap_or_default();
    if nodes.is_empty() {
        return vec![what];
    }
    let short = |text: &Value| text.as_str().unwrap_or_default().chars().take(200).collect::<String>();
    let line = |node: &Value| format!("{what}\n    {}\n    {}", short(&node["html"]), short(&node["failureSummary"]));
    nodes.iter().map(line).collect()
}

/// The program that finds barriers; it runs beside the page's own scripts, which the policy of the page does not concern.
fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../.local/node/browser/node_modules/axe-core/axe.min.js");
        let text = std::fs::read_to_string(&file);
        text.unwrap_or_else(|_| panic!("{} is missing; remedy: ./deploy/test browser", json!(file)))
    })
}
