//! `cargo xtask site` writes the page for any web host, with the firmware beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::image::Board;
use crate::process::{self, cargo};
use crate::serve::HEADERS;
use crate::{build, files, image, paths};

/// The folder of the site. Its archive is the same path with the extension `zip`.
const FOLDER: &str = "target/site";

const HOSTING: &str = "
The site is the folder target/site/ and, as one file, target/site.zip.
Put the contents of the folder on any web host: the page works below any path and needs no headers.
Its address should begin with https://. Only then do browsers run scripts in real time and keep the page for use
without a network.
Netlify and Cloudflare Pages read the file _headers. GitHub Pages: .github/workflows/pages.yml publishes the site.";

/// Builds everything, writes the site and its archive, and prints how to host it.
pub fn run() -> Result<()> {
    build::run()?;
    let folder = write()?;
    let archive = folder.with_extension("zip");
    pack(&folder, &archive)?;
    println!("{HOSTING}");
    Ok(())
}

/// Writes the site from the built page and the images. Returns its folder.
pub fn write() -> Result<PathBuf> {
    let folder = paths::path(FOLDER);
    files::make_empty(&folder)?;
    for file in files::below(&paths::page())? {
        copy(&file, &folder.join(file.strip_prefix(paths::page())?))?;
    }
    for board in Board::ALL {
        for kind in ["bin", "elf"] {
            let image = image::file(board, kind);
            let name = image.file_name().context("an image has no name")?;
            copy(&image, &folder.join("firmware").join(name))?;
        }
    }
    // Without this file GitHub Pages would leave out files whose names begin with an underscore.
    fs::write(folder.join(".nojekyll"), "")?;
    fs::write(folder.join("_headers"), headers())?;
    Ok(folder)
}

/// Returns the headers of every response in the format of Netlify and Cloudflare Pages. The host decides about caching.
fn headers() -> String {
    let kept = HEADERS.iter().filter(|(name, _)| *name != "Cache-Control");
    let lines: String = kept.map(|(name, value)| format!("  {name}: {value}\n")).collect();
    format!("/*\n{lines}")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().context("a file has no folder")?)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Packs the files of a folder. A package of its own does that, so that no other command has to compile it.
fn pack(folder: &Path, archive: &Path) -> Result<()> {
    let mut pack = cargo(&["run", "--quiet", "--package=pinscope-archive", "--"]);
    pack.arg(archive).arg(folder);
    for file in files::below(folder)? {
        pack.arg(file.strip_prefix(folder)?);
    }
    process::run(&mut pack)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_get_the_headers_that_isolate_the_page() {
        let headers = headers();
        assert!(headers.starts_with("/*\n  Cross-Origin-Opener-Policy: same-origin\n"), "{headers}");
        assert!(headers.contains("\n  Content-Security-Policy: default-src 'self';"), "{headers}");
        assert!(!headers.contains("no-cache"), "{headers}");
    }
}
