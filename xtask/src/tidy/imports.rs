//! Which crate may import which: the table of the architecture, checked in manifests and in sources.

use toml::{Table, Value};

use super::Problems;
use super::sources::Source;

/// A crate's folder, its package and what it may import of the others.
const TABLE: [(&str, &str, &[&str]); 8] = [
    ("core", "pinscope-core", &[]),
    ("emulator", "pinscope-emulator", &["pinscope-core"]),
    ("firmware", "pinscope-firmware", &["pinscope-core"]),
    ("web", "pinscope-web", &["pinscope-emulator", "pinscope-core"]),
    ("tests", "pinscope-tests", &["pinscope-emulator", "pinscope-core"]),
    ("bench", "pinscope-bench", &["pinscope-emulator", "pinscope-core"]),
    ("fuzz", "pinscope-fuzz", &["pinscope-emulator", "pinscope-core"]),
    ("xtask", "xtask", &[]),
];

/// Reports imports against the table, crates without a row, and any dependency that core has by default.
pub fn check(sources: &[Source]) -> Problems {
    let manifests = sources.iter().filter(|source| source.path.ends_with("/Cargo.toml"));
    let code = sources.iter().filter(|source| source.is_rust());
    manifests.flat_map(manifest).chain(code.flat_map(uses)).collect()
}

fn manifest(source: &Source) -> Problems {
    let Ok(manifest) = source.text.parse::<Table>() else {
        return vec![format!("{}: cannot be read", source.path)];
    };
    let Some((_, package, allowed)) = row(source.member()) else {
        return vec![format!("{}: the import table has no row for it", source.path)];
    };
    let mut problems: Problems = dependencies(&manifest)
        .filter(|import| is_forbidden(import, package, allowed))
        .map(|import| format!("{}: {package} may not import {import}", source.path))
        .collect();
    if source.member() == "core" {
        problems.extend(
            by_default(&manifest)
                .map(|import| format!("{}: core has no dependency by default, but {import} is one", source.path)),
        );
    }
    problems
}

fn uses(source: &Source) -> Problems {
    let Some((_, package, allowed)) = row(source.member()) else {
        return Problems::new();
    };
    source
        .words()
        .into_iter()
        .flatten()
        .map(|(word, line)| (word.replace('_', "-"), line))
        .filter(|(word, _)| is_forbidden(word, package, allowed))
        .map(|(import, line)| format!("{}: {package} may not import {import}", source.at(line)))
        .collect()
}

fn row(member: &str) -> Option<&'static (&'static str, &'static str, &'static [&'static str])> {
    TABLE.iter().find(|(folder, _, _)| *folder == member)
}

fn is_forbidden(import: &str, package: &str, allowed: &[&str]) -> bool {
    let ours = TABLE.iter().any(|(_, name, _)| *name == import);
    ours && import != package && !allowed.contains(&import)
}

/// Every dependency under its package's name, of all kinds and for all targets.
fn dependencies(manifest: &Table) -> impl Iterator<Item = &str> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let for_targets = targets.into_iter().flat_map(|targets| targets.values()).filter_map(Value::as_table);
    [manifest]
        .into_iter()
        .chain(for_targets)
        .flat_map(|table| ["dependencies", "dev-dependencies", "build-dependencies"].map(|kind| table.get(kind)))
        .flatten()
        .filter_map(Value::as_table)
        .flatten()
        .map(|(name, value)| value.get("package").and_then(Value::as_str).unwrap_or(name))
}

/// What a build without any feature pulls in.
fn by_default(manifest: &Table) -> impl Iterator<Item = &str> {
    let dependencies = manifest.get("dependencies").and_then(Value::as_table);
    let required = dependencies
        .into_iter()
        .flatten()
        .filter(|(_, value)| value.get("optional").and_then(Value::as_bool) != Some(true))
        .map(|(name, _)| name.as_str());
    let features = manifest.get("features").and_then(|features| features.get("default"));
    let enabled = features.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    required.chain(enabled)
}

#[cfg(test)]
mod tests {
    use super::super::sources::source;
    use super::*;

    fn problems(path: &str, text: &str) -> Problems {
        check(&[source(path, text)])
    }

    #[test]
    fn a_manifest_keeps_to_the_table() {
        let web = "[dependencies]\npinscope-core.workspace = true\npinscope-emulator.workspace = true\nyew = \"0.23\"";
        assert!(problems("web/Cargo.toml", web).is_empty());
        let core = "[dependencies]\npinscope-core.workspace = true";
        assert!(problems("firmware/Cargo.toml", core).is_empty());
        assert_eq!(problems("xtask/Cargo.toml", core).len(), 1);
    }

    #[test]
    fn no_kind_of_dependency_goes_round_the_table() {
        for text in [
            "[dependencies]\npinscope-emulator.workspace = true",
            "[dev-dependencies]\npinscope-emulator.workspace = true",
            "[build-dependencies]\nother = { package = \"pinscope-emulator\", path = \"../emulator\" }",
            "[target.'cfg(unix)'.dependencies]\npinscope-emulator.workspace = true",
        ] {
            assert_eq!(problems("firmware/Cargo.toml", text).len(), 1, "{text}");
        }
    }

    #[test]
    fn core_has_no_dependency_by_default() {
        let optional =
            "[features]\nserde = [\"dep:serde\"]\n[dependencies]\nserde = { version = \"1\", optional = true }";
        assert!(problems("core/Cargo.toml", optional).is_empty());
        assert_eq!(problems("core/Cargo.toml", "[dependencies]\nserde = \"1\"").len(), 1);
        assert_eq!(problems("core/Cargo.toml", "[features]\ndefault = [\"serde\"]").len(), 1);
    }

    #[test]
    fn a_new_crate_needs_a_row() {
        assert_eq!(problems("cli/Cargo.toml", "").len(), 1);
    }

    #[test]
    fn sources_keep_to_the_table() {
        let import = "//! A test.\nuse pinscope_emulator::Machine;";
        assert!(problems("web/src/lib.rs", import).is_empty());
        assert!(problems("emulator/tests/a.rs", import).is_empty());
        assert_eq!(
            problems("core/src/pin.rs", import),
            ["core/src/pin.rs:2: pinscope-core may not import pinscope-emulator"]
        );
        assert!(problems("core/src/pin.rs", "//! See `pinscope_emulator`.").is_empty());
    }
}
