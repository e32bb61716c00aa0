//! `cargo xtask site` writes the page for any web host, with the firmware beside it.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::image::Board;
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

/// Packs the files of a folder. Their names in the archive are relative to the folder.
fn pack(folder: &Path, archive: &Path) -> Result<()> {
    let file = File::create(archive).with_context(|| format!("cannot write {}", archive.display()))?;
    let mut zip = ZipWriter::new(file);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for file in files::below(folder)? {
        let name = file.strip_prefix(folder)?.to_str().context("the name of a file is not UTF-8")?;
        zip.start_file(name, options)?;
        zip.write_all(&fs::read(&file)?)?;
    }
    zip.finish()?;
    Ok(())
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

    #[test]
    fn an_archive_contains_the_files_of_a_folder() {
        let folder = std::env::temp_dir().join(format!("pinscope-site-{}", std::process::id()));
        fs::create_dir_all(folder.join("script")).unwrap();
        fs::write(folder.join("script/run.js"), "text").unwrap();
        fs::write(folder.join(".nojekyll"), "").unwrap();
        let archive = folder.with_extension("zip");
        pack(&folder, &archive).unwrap();
        let packed = zip::ZipArchive::new(File::open(&archive).unwrap()).unwrap();
        let mut names: Vec<_> = packed.file_names().map(|name| name.unwrap().into_owned()).collect();
        names.sort_unstable();
        assert_eq!(names, [".nojekyll", "script/run.js"]);
        files::remove(&folder).unwrap();
        fs::remove_file(archive).unwrap();
    }
}
