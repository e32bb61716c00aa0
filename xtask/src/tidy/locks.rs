//! Packages of npm have exact versions, and lock files contain no address except that of crates.io.

use serde_json::Value;

use super::Problems;
use super::sources::Source;

/// The line by which Cargo.lock names crates.io, even if a mirror was used.
const CRATES_IO: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

/// Reports addresses in lock files, and versions in package.json that are not exact.
pub fn check(sources: &[Source]) -> Problems {
    let files = |name| sources.iter().filter(move |source| source.path.rsplit('/').next() == Some(name));
    files("Cargo.lock")
        .flat_map(cargo_lock)
        .chain(files("package-lock.json").flat_map(npm_lock))
        .chain(files("package.json").flat_map(npm_versions))
        .collect()
}

fn cargo_lock(source: &Source) -> Problems {
    lines_with(source, |line| line.starts_with("source = ") && line != CRATES_IO)
}

/// Reports addresses in a lock file of npm, such as those in `resolved`. They would make other machines use the
/// registry of this machine.
fn npm_lock(source: &Source) -> Problems {
    lines_with(source, |line| line.contains("://"))
}

fn lines_with(source: &Source, is_address: impl Fn(&str) -> bool) -> Problems {
    let lines = source.text.lines().map(str::trim).zip(1..);
    lines
        .filter(|(line, _)| is_address(line))
        .map(|(line, number)| format!("{}: a lock file must not contain the address in `{line}`", source.at(number)))
        .collect()
}

fn npm_versions(source: &Source) -> Problems {
    let Ok(manifest) = serde_json::from_str::<Value>(&source.text) else {
        return vec![format!("{}: this file is not valid JSON", source.path)];
    };
    ["dependencies", "devDependencies"]
        .into_iter()
        .filter_map(|kind| manifest[kind].as_object())
        .flatten()
        .filter(|(_, version)| !version.as_str().is_some_and(is_exact))
        .map(|(package, version)| format!("{}: the version {version} of {package} is not exact", source.path))
        .collect()
}

fn is_exact(version: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (numbers, _pre_release) = version.split_once('-').unwrap_or((version, ""));
    numbers.split('.').count() == 3 && numbers.split('.').all(number)
}

#[cfg(test)]
mod tests {
    use super::super::sources::source;
    use super::*;

    fn problems(path: &str, text: &str) -> usize {
        check(&[source(path, text)]).len()
    }

    #[test]
    fn locks_hold_no_addresses() {
        assert_eq!(problems("Cargo.lock", CRATES_IO), 0);
        assert_eq!(problems("Cargo.lock", "source = \"sparse+https://mirror.example/\""), 1);
        assert_eq!(problems("Cargo.lock", "source = \"git+https://example.org/a#1\""), 1);
        assert_eq!(problems("package-lock.json", "  \"version\": \"1.0.0\","), 0);
        assert_eq!(problems("package-lock.json", "  \"resolved\": \"https://mirror.example/a.tgz\","), 1);
    }

    #[test]
    fn npm_versions_are_exact() {
        let manifest = |version| format!(r#"{{"devDependencies": {{"a": "{version}"}}}}"#);
        for exact in ["132.0.0", "1.0.0-rc.1"] {
            assert_eq!(problems("package.json", &manifest(exact)), 0, "{exact}");
        }
        for loose in ["^1.0.0", "1.0", "*", "latest", ">=1.0.0"] {
            assert_eq!(problems("package.json", &manifest(loose)), 1, "{loose}");
        }
    }
}
