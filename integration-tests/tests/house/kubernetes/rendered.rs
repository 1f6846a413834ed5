//! An overlay as a cluster is handed it.

use std::{path::Path, process::Command};

use serde::Deserialize as _;
use serde_json::Value;

/// Fetched by `./deploy/test house` and `./deploy/test k8s`.
const KUBECTL: &str = ".local/tools/bin/kubectl";

/// The namespace of the programs.
pub(super) const NAMESPACE: &str = "epupns";

/// All objects of one overlay.
#[derive(Clone, Debug)]
pub(super) struct Rendered {
    /// The overlay's name.
    pub(super) overlay: String,
    text: String,
    objects: Vec<Value>,
}

impl Rendered {
    /// Renders it, offline.
    pub(super) fn of(overlay: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let kubectl = root.join(KUBECTL);
        assert!(kubectl.exists(), "{KUBECTL} is missing\nremedy: ./deploy/test k8s fetches it");
        let rendered = Command::new(kubectl).arg("kustomize").arg(root.join("k8s/overlays").join(overlay)).output();
        let rendered = rendered.expect("kubectl runs");
        assert!(rendered.status.success(), "{overlay}: {}", String::from_utf8_lossy(&rendered.stderr));
        Self::read(overlay, String::from_utf8(rendered.stdout).expect("YAML is UTF-8"))
    }

    fn read(overlay: &str, text: String) -> Self {
        let objects = serde_yaml::Deserializer::from_str(&text).map(Value::deserialize).collect::<Result<_, _>>();
        let objects = objects.unwrap_or_else(|error| panic!("{overlay}: {error}"));
        Self { overlay: overlay.to_owned(), text, objects }
    }

    /// The same with another text in it.
    pub(super) fn replaced(&self, text: &str, other: &str) -> Self {
        assert!(self.text.contains(text), "nothing says `{text}`");
        Self::read(&self.overlay, self.text.replace(text, other))
    }

    /// The same without one object.
    pub(super) fn without(&self, kind: &str, name: &str) -> Self {
        let mut less = self.clone();
        less.objects.retain(|object| !(object["kind"] == kind && object["metadata"]["name"] == name));
        assert!(less.objects.len() < self.objects.len(), "there is no {kind} {name}");
        less
    }

    /// Objects of a kind in our namespace.
    pub(super) fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.objects.iter().filter(move |object| object["kind"] == kind && object["metadata"]["namespace"] == NAMESPACE)
    }

    /// One object by kind and name.
    pub(super) fn get<'a>(&'a self, kind: &'a str, name: &str) -> Option<&'a Value> {
        self.all(kind).find(|object| object["metadata"]["name"] == name)
    }

    /// Where a finding is.
    pub(super) fn place(&self, kind: &str, name: &str) -> String {
        format!("{}: {kind} {name}", self.overlay)
    }
}

/// What a list says by name, e.g. the texts of `args`.
pub(super) fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The members of a list; none where there is no list.
pub(super) fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}
