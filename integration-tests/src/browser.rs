//! A real browser in front of the installation, used as people use it: by labels, names of buttons, and words on the page.

mod driver;
mod inspection;
mod look;
mod people;
mod typing;

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{By, Capabilities, WebDriver, WebElement};

use self::driver::Driver;
use crate::{World, until};

/// A headless Chromium with a profile of its own. Nothing of it outlives this value.
pub struct Browser {
    web: WebDriver,
    base: String,
    scripts: bool,
    downloads: PathBuf,
    /// Which of the downloaded files were handed out.
    taken: Mutex<Vec<PathBuf>>,
    // Dropped in this order: without its driver the browser ends, and then its profile is nobody's.
    _driver: Driver,
    _home: TempDir,
}

/// What the machine needs to run it unattended, and quiet towards the rest of the world. The pipe ends it with its driver.
const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
];
/// What the gateway keeps a session in.
const SESSION: [&str; 2] = ["__Host-epupns", "__Host-epupns-refresh"];
/// The setting "no site may run scripts".
const BLOCKED: u8 = 2;

impl Browser {
    /// A browser as most people have it.
    pub async fn start(world: &World) -> Self {
        Self::start_with(world, true).await
    }

    /// A browser whose owner lets no page run scripts.
    pub async fn without_scripts(world: &World) -> Self {
        Self::start_with(world, false).await
    }

    async fn start_with(world: &World, scripts: bool) -> Self {
        let home = tempfile::Builder::new().prefix("epupns-browser-").tempdir().unwrap();
        let downloads = home.path().join("downloads");
        std::fs::create_dir(&downloads).unwrap();
        let driver = Driver::start(&home.path().join("driver.log")).await;
        let web = WebDriver::new(driver.address(), wishes(&home, &downloads, scripts));
        let web = web.await.unwrap_or_else(|error| panic!("the browser does not start: {error}"));
        let browser = Self {
            web,
            base: world.stack.wiring.public_address(),
            scripts,
            downloads,
            taken: Mutex::default(),
            _driver: driver,
            _home: home,
        };
        browser.as_on(look::DESKTOP).await;
        browser
    }

    /// Types an address.
    pub async fn goes_to(&self, path: &str) {
        self.web.goto(format!("{}{path}", self.base)).await.unwrap();
    }

    /// The words of the one element that a selector names.
    pub async fn words_of(&self, selector: &str) -> String {
        self.one(selector).await.text().await.unwrap()
    }

    /// Where it is: the path, without query or fragment.
    pub async fn path(&self) -> String {
        self.web.current_url().await.unwrap().path().to_owned()
    }

    /// The back button.
    pub async fn goes_back(&self) {
        self.web.back().await.unwrap();
    }

    /// The reload button; what was posted is posted once more, as the browser offers.
    pub async fn reloads(&self) {
        self.web.refresh().await.unwrap();
    }

    /// What the page says, as it is read.
    pub async fn text(&self) -> String {
        self.asks("return document.body ? document.body.innerText : ''").await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page says that.
    ///
    /// # Panics
    /// When it still does not after a while; with what it says instead.
    pub async fn sees(&self, words: &str) {
        for _ in 0..PATIENCE {
            if self.text().await.contains(words) {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!("the page {} does not say {words:?} but:\n{}", self.path().await, self.text().await);
    }

    /// Goes to a page again and again until it says what others are doing right now.
    ///
    /// # Panics
    /// When it still does not after a while; with what it says instead.
    pub async fn comes_to_see(&self, path: &str, words: &str) {
        for _ in 0..VISITS {
            self.goes_to(path).await;
            if self.text().await.contains(words) {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
        self.sees(words).await;
    }

    /// The page that is shown now does not say that.
    ///
    /// # Panics
    /// When it does.
    pub async fn does_not_see(&self, words: &str) {
        let text = self.text().await;
        assert!(!text.contains(words), "the page {} says {words:?}:\n{text}", self.path().await);
    }

    /// The heading of the page.
    pub async fn heading(&self) -> String {
        self.words_of("h1").await
    }

    /// The one element that a selector names.
    ///
    /// # Panics
    /// When there is none.
    pub async fn one(&self, selector: &str) -> WebElement {
        until(&format!("{selector} is on the page"), || async { self.web.find(By::Css(selector)).await.ok() }).await
    }

    /// How many elements a selector names.
    pub async fn count(&self, selector: &str) -> usize {
        self.web.find_all(By::Css(selector)).await.unwrap().len()
    }

    /// The bytes of the file that arrives, or has arrived, and that nobody has asked about yet.
    ///
    /// # Panics
    /// When none comes.
    pub async fn downloaded(&self) -> Vec<u8> {
        let file = until("a file is downloaded", || async {
            let taken = self.taken.lock().unwrap();
            let files = std::fs::read_dir(&self.downloads).unwrap().map(|file| file.unwrap().path());
            files.into_iter().find(|file| is_whole(file) && !taken.contains(file))
        })
        .await;
        let bytes = std::fs::read(&file).unwrap();
        self.taken.lock().unwrap().push(file);
        bytes
    }

    /// Loses the cookies of the session, as after a night; the browser keeps its name.
    pub async fn forgets_the_session(&self) {
        for cookie in SESSION {
            self.web.delete_cookie(cookie).await.unwrap();
        }
    }

    /// A second tab of the same browser, on that page; the handles of both.
    pub async fn opens_a_tab(&self, path: &str) -> [thirtyfour::WindowHandle; 2] {
        let first = self.web.window().await.unwrap();
        let second = self.web.new_tab().await.unwrap();
        self.turns_to(&second).await;
        self.goes_to(path).await;
        [first, second]
    }

    /// Brings a tab to the front.
    pub async fn turns_to(&self, tab: &thirtyfour::WindowHandle) {
        self.web.switch_to_window(tab.clone()).await.unwrap();
    }

    /// Ends the browser in peace.
    pub async fn close(self) {
        self.web.quit().await.unwrap();
    }

    /// Asks the page by a script, also where pages run none: it is the driver's. `null` while a page is on its way.
    async fn asks(&self, script: &str) -> Value {
        self.asks_about(script, Vec::new()).await
    }

    async fn asks_about(&self, script: &str, about: Vec<Value>) -> Value {
        self.web.execute(script, about).await.map_or(Value::Null, |answer| answer.json().clone())
    }
}

/// Each takes some 50 ms itself.
const VISITS: usize = 200;
/// 30 s of looking.
const PATIENCE: usize = 600;
const LOOK: std::time::Duration = std::time::Duration::from_millis(50);

/// While a file is on its way it is hidden or has an ending of the browser's own; its name is reserved by an empty file.
fn is_whole(file: &Path) -> bool {
    let hidden = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let on_its_way = file.extension().is_some_and(|kind| kind == "crdownload");
    !hidden && !on_its_way && file.metadata().is_ok_and(|file| file.len() > 0)
}

fn wishes(home: &TempDir, downloads: &Path, scripts: bool) -> Capabilities {
    let mut arguments: Vec<String> = ARGUMENTS.iter().map(|argument| (*argument).to_owned()).collect();
    arguments.push(format!("--user-data-dir={}", home.path().join("profile").display()));
    let mut preferences = json!({
        "download.default_directory": downloads,
        "download.prompt_for_download": false,
        // A PDF is kept instead of being shown.
        "plugins.always_open_pdf_externally": true,
        "credentials_enable_service": false,
    });
    if !scripts {
        preferences["profile.managed_default_content_settings.javascript"] = BLOCKED.into();
    }
    let wishes = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "args": arguments, "prefs": preferences, "binary": driver::browser() },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    Capabilities::from(wishes.as_object().cloned().unwrap())
}
