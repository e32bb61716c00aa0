//! Writes the files of the page from the parts that `index.html` names.

use std::fs;
use std::path::Path;
use std::thread;

use anyhow::{Context, Result, anyhow};
use toml::{Table, Value};

use super::esbuild;
use super::template::{Part, Piece, Program};
use crate::setup::PAGE_TARGET;
use crate::{fingerprint, paths, wasm};

/// The file with the settings that this builder and Trunk share.
const SETTINGS: &str = "Trunk.toml";

/// Writes the page's files into `folder`, from the compiled programs and the project's own files.
pub fn assemble(pieces: &[Piece], folder: &Path) -> Result<()> {
    prepare_programs(pieces, folder)?;
    let settings: Table = paths::read(SETTINGS)?.parse().with_context(|| format!("cannot read {SETTINGS}"))?;
    let settings = settings["build"].as_table().with_context(|| format!("{SETTINGS} has no [build]"))?;
    let mut html = String::new();
    for piece in pieces {
        match piece {
            Piece::Html(text) => html += text,
            Piece::Part(part) => html += &write_part(part, folder, settings)?,
        }
    }
    fs::write(folder.join("index.html"), html).context("cannot write index.html")
}

/// Writes the JavaScript bindings and the WebAssembly of every program. Each program has a thread of its own, because
/// `wasm-opt` takes several seconds.
fn prepare_programs(pieces: &[Piece], folder: &Path) -> Result<()> {
    let prepare = |program: &Program| {
        let compiled = paths::target().join(PAGE_TARGET).join("release").join(format!("{}.wasm", program.name));
        let wasm = wasm::bind(&compiled, folder)?;
        wasm::optimize(&wasm, &program.optimization)?;
        minify_in_place(&folder.join(format!("{}.js", program.name)))
    };
    thread::scope(|scope| {
        let mut threads = Vec::new();
        for piece in pieces {
            if let Piece::Part(Part::Program(program)) = piece {
                threads.push(scope.spawn(|| prepare(program)));
            }
        }
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| anyhow!("the thread that prepares a program panicked"))?)
    })
}

/// Writes the files of a part. Returns the HTML that replaces the part.
fn write_part(part: &Part, folder: &Path, settings: &Table) -> Result<String> {
    Ok(match part {
        Part::File(path) => {
            let copy = folder.join(file_name(path)?);
            fs::copy(paths::path(path), &copy).with_context(|| format!("cannot copy {path}"))?;
            if path.ends_with(".js") {
                minify_in_place(&copy)?;
            }
            String::new()
        }
        Part::Style(path) => format!("<style>{}</style>", esbuild::minify(&paths::path(path))?),
        Part::Drawing(path) => paths::read(path)?,
        Part::Script(path) => {
            let script = esbuild::minify(&paths::path(path))?;
            let name = file_name(path)?.replace(".js", &format!("-{}.js", fingerprint::for_bytes(script.as_bytes())));
            fs::write(folder.join(&name), script)?;
            format!("<script src=\"{}{name}\"></script>", setting(settings, "public_url")?)
        }
        Part::Program(program) if program.is_main => main_program(&program.name, folder, settings)?,
        Part::Program(_) => String::new(),
    })
}

/// Renames the files of the main program after their contents, so that no browser uses an old one. Returns the HTML
/// that loads them, from the patterns in Trunk.toml.
fn main_program(name: &str, folder: &Path, settings: &Table) -> Result<String> {
    let [script, wasm] = [format!("{name}.js"), format!("{name}_bg.wasm")];
    let contents = [fs::read(folder.join(&script))?, fs::read(folder.join(&wasm))?].concat();
    let hash = fingerprint::for_bytes(&contents);
    let [hashed_script, hashed_wasm] = [format!("{name}-{hash}.js"), format!("{name}-{hash}_bg.wasm")];
    fs::rename(folder.join(&script), folder.join(&hashed_script))?;
    fs::rename(folder.join(&wasm), folder.join(&hashed_wasm))?;
    let html = [setting(settings, "pattern_preload")?, setting(settings, "pattern_script")?].concat();
    let base = setting(settings, "public_url")?;
    Ok(html.replace("{base}", base).replace("{js}", &hashed_script).replace("{wasm}", &hashed_wasm))
}

fn setting<'a>(settings: &'a Table, name: &str) -> Result<&'a str> {
    settings.get(name).and_then(Value::as_str).with_context(|| format!("{SETTINGS} has no `{name}`"))
}

fn minify_in_place(script: &Path) -> Result<()> {
    fs::write(script, esbuild::minify(script)?).with_context(|| format!("cannot write {}", script.display()))
}

fn file_name(path: &str) -> Result<&str> {
    path.rsplit('/').next().with_context(|| format!("{path} has no file name"))
}
