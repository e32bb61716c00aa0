//! Reads `index.html`, which is written for Trunk: an element with `data-trunk` names one part of the page.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A piece of `index.html`, in the order of the file.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text that goes into the page unchanged.
    Html(String),
    /// An element that stands for a part of the page.
    Part(Part),
}

/// A part of the page. Paths are relative to the project's root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A file beside the page, under its own name.
    File(String),
    /// Styles that stand in the page itself.
    Style(String),
    /// A drawing that stands in the page itself.
    Drawing(String),
    /// A script that the page loads.
    Script(String),
    /// A program in WebAssembly.
    Program(Program),
}

/// A program of the page: one binary of a package in this workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The binary's name, and that of its files.
    pub name: String,
    /// The page loads it by itself; any other program is loaded by a script when it is needed.
    pub is_main: bool,
    /// Arguments for `wasm-opt`.
    pub optimization: Vec<String>,
}

/// Takes `index.html` apart.
///
/// # Errors
/// An element that is not closed, or a part that this builder does not know.
pub fn parse(html: &str) -> Result<Vec<Piece>> {
    let mut reader = Reader::from_str(html);
    let mut pieces = Vec::new();
    let mut text_start = 0;
    loop {
        let start = reader.buffer_position() as usize;
        let part = match reader.read_event()? {
            Event::Empty(element) => part(&element)?,
            Event::Start(element) => {
                let part = part(&element)?;
                if part.is_some() {
                    reader.read_to_end(element.name())?;
                }
                part
            }
            Event::Eof => break,
            _ => None,
        };
        if let Some(part) = part {
            pieces.push(Piece::Html(html[text_start..start].to_owned()));
            pieces.push(Piece::Part(part));
            text_start = reader.buffer_position() as usize;
        }
    }
    pieces.push(Piece::Html(html[text_start..].to_owned()));
    Ok(pieces)
}

/// Returns the part that an element stands for, or `None` if it is plain HTML.
fn part(element: &BytesStart<'_>) -> Result<Option<Part>> {
    let mut attributes = BTreeMap::new();
    for attribute in element.html_attributes() {
        let attribute = attribute?;
        attributes.insert(attribute.key.as_ref().to_owned(), attribute.value.into_owned());
    }
    if !attributes.contains_key("data-trunk") {
        return Ok(None);
    }
    let value = |name: &str| attributes.get(name).cloned();
    let required = |name: &str| value(name).with_context(|| format!("index.html: a part has no `{name}`"));
    if element.name().as_ref() == "script" {
        return Ok(Some(Part::Script(required("src")?)));
    }
    Ok(Some(match (required("rel")?.as_str(), value("type").as_deref()) {
        ("copy-file", _) => Part::File(required("href")?),
        ("inline", Some("css")) => Part::Style(required("href")?),
        ("inline", Some("svg")) => Part::Drawing(required("href")?),
        ("rust", _) => Part::Program(Program {
            name: required("data-bin")?,
            is_main: required("data-type")? == "main",
            optimization: optimization(&required("data-wasm-opt")?, value("data-wasm-opt-params")),
        }),
        (other, kind) => bail!("index.html: a part with rel `{other}` and type {kind:?} is not known here"),
    }))
}

fn optimization(level: &str, more: Option<String>) -> Vec<String> {
    let more = more.unwrap_or_default();
    [format!("-O{level}")].into_iter().chain(more.split_whitespace().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_and_everything_else_stays() {
        let html = "<!DOCTYPE html>\n<p hidden>a &amp; b</p>\n\
            <link data-trunk rel=\"copy-file\" href=\"web/js/sw.js\" />\
            <script data-trunk src=\"web/js/boot.js\"></script>\n<link rel=\"icon\" href=\"x\" />\
            <link data-trunk rel=\"rust\" data-bin=\"ui\" data-type=\"main\" data-wasm-opt=\"z\" \
            data-wasm-opt-params=\"--a --b\" />";
        let text = |text: &str| Piece::Html(text.to_owned());
        let program =
            Program { name: "ui".into(), is_main: true, optimization: ["-Oz", "--a", "--b"].map(Into::into).into() };
        let expected = [
            text("<!DOCTYPE html>\n<p hidden>a &amp; b</p>\n"),
            Piece::Part(Part::File("web/js/sw.js".into())),
            text(""),
            Piece::Part(Part::Script("web/js/boot.js".into())),
            text("\n<link rel=\"icon\" href=\"x\" />"),
            Piece::Part(Part::Program(program)),
            text(""),
        ];
        assert_eq!(parse(html).unwrap(), expected);
    }

    #[test]
    fn an_unknown_part_is_refused_by_name() {
        let error = parse("<link data-trunk rel=\"tailwind-css\" href=\"a.css\" />").unwrap_err().to_string();
        assert!(error.contains("tailwind-css"), "{error}");
    }
}
