//! What hands do: fields by their labels, buttons and links by their names.

use serde_json::Value;
use thirtyfour::{By, Key, WebElement};

use super::{Browser, LOOK, PATIENCE};

/// Left in a document, to notice that another one has come.
const MARK: &str = "window.epupnsBefore = true";
const ANOTHER: &str = "return window.epupnsBefore !== true && document.readyState === 'complete'";
/// The labels of that name in groups of radio buttons where none is chosen.
const UNTICKED: &str = "return [...document.querySelectorAll('label')]\
    .filter((label) => label.textContent.trim() === arguments[0] && label.control?.type === 'radio' \
    && ![...label.control.form.elements].some((one) => one.name === label.control.name && one.checked))";
/// Two presses before the browser has noticed the first.
const TWICE: &str = "const [button] = arguments; button.click(); button.click()";

impl Browser {
    /// Types into a field, over what stands in it.
    pub async fn fills(&self, label: &str, value: &str) {
        let field = self.field(label).await;
        if field.attr("type").await.unwrap().as_deref() == Some("date") {
            // Where a date is typed, its parts stand in the order of the browser's language.
            let year_last = format!("{}{}{}", &value[5..7], &value[8..10], &value[..4]);
            field.send_keys(year_last).await.unwrap();
            return;
        }
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Chooses an option of a list.
    pub async fn selects(&self, label: &str, option: &str) {
        let field = self.field(label).await;
        let option = field.find(By::XPath(format!(".//option[normalize-space()={}]", quoted(option)))).await;
        option.unwrap_or_else(|_| panic!("{label} has no such choice")).click().await.unwrap();
    }

    /// Ticks a box or a radio button.
    pub async fn ticks(&self, label: &str) {
        let field = self.field(label).await;
        if !field.is_selected().await.unwrap() {
            // People hit the label as often as the box.
            self.label(label).await.click().await.unwrap();
        }
        assert!(field.is_selected().await.unwrap(), "{label} is not ticked");
    }

    /// Ticks one of the choices of a group, which is known by its legend.
    pub async fn ticks_of(&self, group: &str, choice: &str) {
        let label = format!("{}{}", within(group), path("label", choice));
        let label = self.found(&label, &format!("{choice:?} of {group:?}")).await;
        label.click().await.unwrap();
        let id = label.attr("for").await.unwrap().unwrap();
        assert!(self.one(&format!("[id=\"{id}\"]")).await.is_selected().await.unwrap(), "{choice} is not ticked");
    }

    /// Whether a group has such a choice.
    pub async fn offers(&self, group: &str, choice: &str) -> bool {
        self.web.find(By::XPath(format!("{}{}", within(group), path("label", choice)))).await.is_ok()
    }

    /// Ticks this choice in every group of the page where nothing is ticked yet; how many these were.
    pub async fn ticks_the_rest(&self, choice: &str) -> usize {
        let labels = self.web.execute(UNTICKED, vec![choice.into()]).await.unwrap().elements().unwrap();
        for label in &labels {
            label.click().await.unwrap();
        }
        labels.len()
    }

    /// What stands in a field.
    pub async fn value_of(&self, label: &str) -> String {
        self.field(label).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// The field of a label.
    ///
    /// # Panics
    /// When there is none.
    pub async fn field(&self, label: &str) -> WebElement {
        let id = self.label(label).await.attr("for").await.unwrap().unwrap_or_else(|| panic!("{label} is for nothing"));
        self.one(&format!("[id=\"{id}\"]")).await
    }

    /// Presses a button that leads to another page, and waits for it.
    pub async fn presses(&self, button: &str) {
        let button = self.button(button).await;
        self.leaves_by(async { button.click().await.unwrap() }).await;
    }

    /// Presses it twice, as nervous people do.
    pub async fn presses_twice(&self, button: &str) {
        let button = self.button(button).await.to_json().unwrap();
        self.leaves_by(async {
            let _: Value = self.asks_about(TWICE, vec![button]).await;
        })
        .await;
    }

    /// Presses a button that starts a download or changes something on the page.
    pub async fn presses_here(&self, button: &str) {
        self.button(button).await.click().await.unwrap();
    }

    /// Presses the only button of the form that a field belongs to by the key Enter.
    pub async fn enters(&self, label: &str) {
        let field = self.field(label).await;
        self.leaves_by(async { field.send_keys(Key::Enter).await.unwrap() }).await;
    }

    /// Follows a link.
    pub async fn follows(&self, link: &str) {
        let link = self.named("a", link).await;
        self.leaves_by(async { link.click().await.unwrap() }).await;
    }

    /// Whether there is such a button.
    pub async fn has_button(&self, button: &str) -> bool {
        self.web.find(By::XPath(path("button", button))).await.is_ok()
    }

    async fn button(&self, name: &str) -> WebElement {
        self.named("button", name).await
    }

    async fn label(&self, name: &str) -> WebElement {
        self.named("label", name).await
    }

    /// The first of its kind that is called so.
    async fn named(&self, kind: &str, name: &str) -> WebElement {
        self.found(&path(kind, name), &format!("{kind} {name:?}")).await
    }

    async fn found(&self, path: &str, what: &str) -> WebElement {
        for _ in 0..PATIENCE {
            if let Ok(found) = self.web.find(By::XPath(path)).await {
                return found;
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!("the page {} has no {what}:\n{}", self.path().await, self.text().await);
    }

    async fn leaves_by(&self, way: impl Future<Output = ()>) {
        self.asks(MARK).await;
        way.await;
        for _ in 0..PATIENCE {
            if self.asks(ANOTHER).await == true {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!("no other page came after {}:\n{}", self.path().await, self.text().await);
    }
}

fn within(group: &str) -> String {
    format!("//fieldset[legend[normalize-space()={}]]", quoted(group))
}

fn path(kind: &str, name: &str) -> String {
    format!("//{kind}[normalize-space()={}]", quoted(name))
}

/// A literal of `XPath`, which knows no escapes.
fn quoted(text: &str) -> String {
    if text.contains('"') { format!("'{text}'") } else { format!("\"{text}\"") }
}
