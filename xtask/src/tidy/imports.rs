//! Crates import only those that the table in ARCHITECTURE.md allows. Manifests and code are checked.

use toml::{Table, Value};

use super::Problems;
use super::sources::Source;

/// A crate of the project.
struct Crate {
    folder: &'static str,
    package: &'static str,
    /// The packages of the project that it may import.
    imports: &'static [&'static str],
}

/// The only dependency that core has by default. It makes the messages of errors.
const CORE_DEPENDENCY: &str = "thiserror";

/// The crates. A folder stands before the folder around it.
const TABLE: [Crate; 17] = [
    Crate { folder: "core", package: "pinscope-core", imports: &[] },
    Crate { folder: "cpu", package: "pinscope-cpu", imports: &[] },
    Crate { folder: "image", package: "pinscope-image", imports: &["pinscope-cpu"] },
    Crate { folder: "emulator", package: "pinscope-emulator", imports: &["pinscope-core"] },
    Crate { folder: "firmware", package: "pinscope-firmware", imports: &["pinscope-core"] },
    Crate { folder: "web/protocol", package: "pinscope-protocol", imports: &["pinscope-core", "pinscope-emulator"] },
    Crate {
        folder: "web/engine",
        package: "pinscope-engine",
        imports: &["pinscope-core", "pinscope-emulator", "pinscope-protocol"],
    },
    Crate { folder: "web/image", package: "pinscope-image-program", imports: &["pinscope-image"] },
    Crate { folder: "web/ui", package: "pinscope-ui", imports: &["pinscope-core", "pinscope-protocol"] },
    Crate {
        folder: "tests/images/async",
        package: "pinscope-async-image",
        imports: &["pinscope-core", "pinscope-firmware"],
    },
    Crate {
        folder: "tests",
        package: "pinscope-tests",
        imports: &["pinscope-core", "pinscope-emulator", "pinscope-protocol", "pinscope-image"],
    },
    Crate {
        folder: "bench",
        package: "pinscope-bench",
        imports: &["pinscope-core", "pinscope-emulator", "pinscope-cpu", "pinscope-tests"],
    },
    Crate {
        folder: "fuzz",
        package: "pinscope-fuzz",
        imports: &["pinscope-core", "pinscope-emulator", "pinscope-protocol"],
    },
    Crate { folder: "xtask/archive", package: "pinscope-archive", imports: &[] },
    Crate { folder: "xtask/bindgen", package: "pinscope-bindgen", imports: &[] },
    Crate { folder: "xtask/bridge", package: "pinscope-bridge", imports: &["xtask"] },
    Crate { folder: "xtask", package: "xtask", imports: &[] },
];

/// Reports imports that the table does not allow, crates without a row, and default dependencies of core other than
/// [`CORE_DEPENDENCY`].
pub fn check(sources: &[Source]) -> Problems {
    let manifests = sources.iter().filter(|source| source.path.ends_with("/Cargo.toml"));
    let code = sources.iter().filter(|source| source.is_rust());
    manifests.flat_map(manifest).chain(code.flat_map(uses)).collect()
}

fn manifest(source: &Source) -> Problems {
    let Ok(manifest) = source.text.parse::<Table>() else {
        return vec![format!("{}: this file is not valid TOML", source.path)];
    };
    let Some(importer) = TABLE.iter().find(|member| source.path == format!("{}/Cargo.toml", member.folder)) else {
        return vec![format!(
            "{}: the import table (xtask/src/tidy/imports.rs) has no row for this crate",
            source.path
        )];
    };
    let mut problems: Problems = dependencies(&manifest)
        .filter(|import| is_forbidden(import, importer))
        .map(|import| format!("{}: {} may not import {import}", source.path, importer.package))
        .collect();
    if importer.folder == "core" {
        problems.extend(default_dependencies(&manifest).filter(|import| *import != CORE_DEPENDENCY).map(|import| {
            format!("{}: core may have no dependency by default but {CORE_DEPENDENCY}, and has {import}", source.path)
        }));
    }
    problems
}

fn uses(source: &Source) -> Problems {
    let Some(importer) = TABLE.iter().find(|member| contains(member, source)) else {
        return Problems::new();
    };
    source
        .words()
        .into_iter()
        .flatten()
        .map(|(word, line)| (word.replace('_', "-"), line))
        .filter(|(word, _)| is_forbidden(word, importer))
        .map(|(import, line)| format!("{}: {} may not import {import}", source.at(line), importer.package))
        .collect()
}

fn contains(member: &Crate, source: &Source) -> bool {
    source.path.strip_prefix(member.folder).is_some_and(|path| path.starts_with('/'))
}

fn is_forbidden(import: &str, importer: &Crate) -> bool {
    let is_ours = TABLE.iter().any(|member| member.package == import);
    is_ours && import != importer.package && !importer.imports.contains(&import)
}

/// Returns the package of every dependency, of all kinds and for all targets.
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

/// Returns the dependencies of a build with the default features.
fn default_dependencies(manifest: &Table) -> impl Iterator<Item = &str> {
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
        let engine =
            "[dependencies]\npinscope-core.workspace = true\npinscope-protocol.workspace = true\nvcd = \"0.7\"";
        assert!(problems("web/engine/Cargo.toml", engine).is_empty());
        assert!(problems("tests/Cargo.toml", engine).is_empty());
        let core = "[dependencies]\npinscope-core.workspace = true";
        assert!(problems("firmware/Cargo.toml", core).is_empty());
        assert_eq!(problems("xtask/Cargo.toml", core).len(), 1);
    }

    #[test]
    fn the_page_does_not_import_the_emulator() {
        let emulator = "[dependencies]\npinscope-emulator.workspace = true";
        assert_eq!(
            problems("web/ui/Cargo.toml", emulator),
            ["web/ui/Cargo.toml: pinscope-ui may not import pinscope-emulator"]
        );
        assert!(problems("web/protocol/Cargo.toml", emulator).is_empty());
        let ui = "[dependencies]\npinscope-ui.workspace = true";
        assert_eq!(problems("web/engine/Cargo.toml", ui).len(), 1);
        assert_eq!(problems("web/protocol/Cargo.toml", ui).len(), 1);
        assert_eq!(problems("web/ui/src/app.rs", "use pinscope_emulator::Playground;").len(), 1);
        assert!(problems("web/ui/src/app.rs", "use pinscope_protocol::Request;").is_empty());
    }

    #[test]
    fn only_the_bridge_imports_xtask() {
        let xtask = "[dependencies]\nxtask = { path = \"../xtask\" }";
        for member in ["tests", "bench", "fuzz", "web/ui"] {
            assert_eq!(problems(&format!("{member}/Cargo.toml"), xtask).len(), 1, "{member}");
        }
        assert!(problems("xtask/bridge/Cargo.toml", xtask).is_empty());
        assert!(problems("xtask/bridge/src/main.rs", "use xtask::serve;").is_empty());
    }

    #[test]
    fn the_table_holds_for_every_kind_of_dependency() {
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
    fn core_has_one_dependency_by_default() {
        assert!(problems("core/Cargo.toml", "[dependencies]\nthiserror = \"2\"").is_empty());
        let optional =
            "[features]\nserde = [\"dep:serde\"]\n[dependencies]\nserde = { version = \"1\", optional = true }";
        assert!(problems("core/Cargo.toml", optional).is_empty());
        assert_eq!(problems("core/Cargo.toml", "[dependencies]\nserde = \"1\"").len(), 1);
        assert_eq!(problems("core/Cargo.toml", "[features]\ndefault = [\"serde\"]").len(), 1);
    }

    #[test]
    fn a_new_crate_needs_a_row() {
        assert_eq!(problems("cli/Cargo.toml", "").len(), 1);
        assert_eq!(problems("core/parser/Cargo.toml", "").len(), 1);
    }

    #[test]
    fn sources_keep_to_the_table() {
        let import = "//! A test.\nuse pinscope_emulator::Machine;";
        assert!(problems("web/engine/src/lib.rs", import).is_empty());
        assert!(problems("emulator/tests/a.rs", import).is_empty());
        assert_eq!(
            problems("core/src/pin.rs", import),
            ["core/src/pin.rs:2: pinscope-core may not import pinscope-emulator"]
        );
        assert!(problems("core/src/pin.rs", "//! See `pinscope_emulator`.").is_empty());
    }
}
