//! Forms: what was typed, what is wrong with it, and the token that every form carries.

mod fields;
mod posted;
mod token;

use std::{collections::BTreeMap, time::Duration};

use doorway::again::seconds;

pub(crate) use self::{
    fields::Fields,
    posted::Posted,
    token::{FormKey, NotGood},
};
use crate::{refused::Refused, text::Text, visit::Visit};

/// A form as its page shows it; `templates/kit/form.html` renders its parts.
#[derive(Clone)]
pub(crate) struct Form {
    /// What the kit itself says.
    pub t: Text,
    /// Where it is sent.
    pub action: String,
    /// Sealed.
    pub token: String,
    fields: BTreeMap<String, FieldState>,
    problems: Vec<Problem>,
}

/// One field: what stands in it, and what is wrong with it.
#[derive(Clone, Default)]
pub(crate) struct FieldState {
    /// What was typed or is known; the first, where there are several.
    pub value: String,
    /// All of a group of boxes.
    pub values: Vec<String>,
    /// The sentence beside it.
    pub error: Option<String>,
}

impl FieldState {
    /// Whether something is wrong with it.
    #[must_use]
    pub(crate) fn is_broken(&self) -> bool {
        self.error.is_some()
    }

    /// Whether this box or choice is taken.
    #[must_use]
    pub(crate) fn holds(&self, value: &str) -> bool {
        self.values.iter().any(|held| held == value)
    }

    /// What describes it to those who do not see it: `aria-describedby`.
    #[must_use]
    pub(crate) fn described_by(&self, name: &str, has_hint: bool) -> String {
        let id = id_of(name);
        let hint = has_hint.then(|| format!("{id}-hint"));
        let error = self.is_broken().then(|| format!("{id}-error"));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// A line of the summary on top.
#[derive(Clone)]
pub(crate) struct Problem {
    /// The id of the field; none for what no field can mend.
    pub anchor: Option<String>,
    /// What is wrong.
    pub sentence: String,
}

/// One of several choices: its value and its label.
#[derive(Clone)]
pub(crate) struct Choice {
    /// As it is sent.
    pub value: String,
    /// As it is read.
    pub label: String,
    /// A line more about it; may be empty.
    pub hint: String,
}

impl Choice {
    /// A choice.
    #[must_use]
    pub(crate) fn new(value: impl Into<String>, label: impl ToString) -> Self {
        Self { value: value.into(), label: label.to_string(), hint: String::new() }
    }
}

impl Form {
    /// An empty form.
    #[must_use]
    pub(crate) fn new(forms: &FormKey, visit: &Visit, action: &str) -> Self {
        Self {
            t: Text(visit.language),
            action: action.to_owned(),
            token: forms.token(visit, None),
            fields: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    /// The same form again after it was posted to where this page is: keeps these fields as they were typed. Secrets are not
    /// named here.
    #[must_use]
    pub(crate) fn again(forms: &FormKey, posted: &Posted, keep: &[&str]) -> Self {
        let mut form = Self::new(forms, &posted.visit, &posted.visit.path);
        for name in keep {
            let values: Vec<String> = posted.fields.all(name).map(str::to_owned).collect();
            let value = values.first().cloned().unwrap_or_default();
            form.fields.insert((*name).to_owned(), FieldState { value, values, error: None });
        }
        form
    }

    /// Sent to another path than the page's own.
    #[must_use]
    pub(crate) fn to(mut self, action: &str) -> Self {
        action.clone_into(&mut self.action);
        self
    }

    /// Sent again under the number that it had, so that what has happened all the same happens once.
    #[must_use]
    pub(crate) fn under(mut self, forms: &FormKey, posted: &Posted) -> Self {
        self.token = forms.token(&posted.visit, Some(posted.request_id));
        self
    }

    /// Sent again under the very token that it came with.
    #[must_use]
    pub(crate) fn with_token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self
    }

    /// With what is known already.
    #[must_use]
    pub(crate) fn filled(mut self, name: &str, value: impl Into<String>) -> Self {
        let field = self.fields.entry(name.to_owned()).or_default();
        field.value = value.into();
        field.values = vec![field.value.clone()];
        self
    }

    /// With a sentence beside a field, and in the summary.
    #[must_use]
    pub(crate) fn broken(mut self, name: &str, sentence: impl ToString) -> Self {
        let sentence = sentence.to_string();
        self.problems.push(Problem { anchor: Some(id_of(name)), sentence: sentence.clone() });
        self.fields.entry(name.to_owned()).or_default().error.get_or_insert(sentence);
        self
    }

    /// Refused by a service: each broken field gets its sentence, `at` the one of the whole. What may have happened all the
    /// same is sent again under the number it had.
    #[must_use]
    pub(crate) fn refused(mut self, forms: &FormKey, posted: &Posted, refused: &Refused, at: Option<&str>) -> Self {
        if refused.outcome_unknown() {
            self.token = forms.token(&posted.visit, Some(posted.request_id));
        }
        for (name, sentence) in &refused.fields {
            self = self.broken(name, sentence);
        }
        if !refused.fields.is_empty() {
            return self;
        }
        self = match at {
            Some(name) => self.broken(name, refused.sentence),
            None => self.wrong(refused.sentence),
        };
        if let Some(delay) = refused.retry_after {
            let when = come_back(self.t, delay);
            self = self.wrong(when);
        }
        if refused.outcome_unknown() {
            let safe = self.t.say("kit-send-again").to_string();
            self = self.wrong(safe);
        }
        self
    }

    /// With a sentence in the summary that is about no field.
    #[must_use]
    pub(crate) fn wrong(mut self, sentence: impl ToString) -> Self {
        self.problems.push(Problem { anchor: None, sentence: sentence.to_string() });
        self
    }

    /// A field, empty where nothing is known of it.
    #[must_use]
    pub(crate) fn field(&self, name: &str) -> FieldState {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    /// All that is wrong, in the order in which it was found.
    #[must_use]
    pub(crate) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What a title begins with: a reader hears first that the form came back.
    #[must_use]
    pub(crate) fn prefix(&self) -> String {
        if self.problems.is_empty() { String::new() } else { format!("{}: ", self.t.say("kit-problem")) }
    }
}

/// When to try again, in words.
#[must_use]
pub(crate) fn come_back(t: Text, delay: Duration) -> String {
    let seconds = seconds(delay);
    if seconds <= 90 {
        t.say("kit-come-back-seconds").with("count", seconds).to_string()
    } else {
        t.say("kit-come-back-minutes").with("count", seconds.div_ceil(60)).to_string()
    }
}

/// The id of a field's first input: unique in a page as its name is.
#[must_use]
pub(crate) fn id_of(name: &str) -> String {
    name.replace(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'), "-")
}

#[cfg(test)]
impl Form {
    /// With several boxes taken.
    pub(crate) fn ticked<'a>(mut self, name: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        let field = self.fields.entry(name.to_owned()).or_default();
        field.values = values.into_iter().map(str::to_owned).collect();
        self
    }

    /// A form for a sample of a page.
    pub(crate) fn sample(language: crate::language::Language, action: &str) -> Self {
        Self {
            t: Text(language),
            action: action.to_owned(),
            token: "sealed".to_owned(),
            fields: BTreeMap::new(),
            problems: Vec::new(),
        }
    }
}
