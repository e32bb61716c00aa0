//! Both licence files are present, and every crate names the workspace's licence.

use toml::{Table, Value};

use super::Problems;
use super::sources::Source;

/// The file of each licence, and a phrase that only its text contains.
const LICENCES: [(&str, &str); 2] =
    [("LICENSE-APACHE", "Apache License"), ("LICENSE-MIT", "Permission is hereby granted, free of charge")];

/// Reports a licence file that is missing, and a crate that does not use the workspace's licence.
pub fn check(sources: &[Source]) -> Problems {
    let missing = LICENCES
        .into_iter()
        .filter(|(path, phrase)| !sources.iter().any(|source| source.path == *path && source.text.contains(phrase)))
        .map(|(path, _)| format!("{path}: this licence file is missing"));
    let unlicensed = sources
        .iter()
        .filter(|source| source.path.ends_with("/Cargo.toml") && !uses_the_licence(&source.text))
        .map(|source| format!("{}: `license.workspace = true` is missing", source.path));
    missing.chain(unlicensed).collect()
}

fn uses_the_licence(manifest: &str) -> bool {
    let manifest: Option<Table> = manifest.parse().ok();
    let licence = manifest.as_ref().and_then(|manifest| manifest.get("package")?.get("license")?.get("workspace"));
    licence.and_then(Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::super::sources::source;
    use super::*;

    #[test]
    fn licences_are_present_and_every_crate_uses_them() {
        let [apache, mit] = LICENCES.map(|(path, phrase)| source(path, phrase));
        let core = source("core/Cargo.toml", "[package]\nlicense.workspace = true");
        assert!(check(&[apache, mit, core]).is_empty());
        let empty = source("LICENSE-MIT", "");
        let core = source("core/Cargo.toml", "[package]\nlicense = \"GPL-3.0\"");
        assert_eq!(check(&[empty, core]).len(), 3);
    }
}
