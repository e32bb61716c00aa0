//! `cargo xtask site`: the page as a web host takes it, with the firmware beside it.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::image::Board;
use crate::serve::HEADERS;
use crate::{build, files, image, project};

/// The folder with the site. Its archive lies beside it.
const FOLDER: &str = "target/site";

const HOSTING: &str = "
The site is the folder target/site/ and, as one file, target/site.zip.
Put what is in the folder on any web host: the page works below any path and needs no headers.
Its address should begin with https://, since browsers keep scripts in real time and work without a network for such.
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

/// Writes the site from what is built. Returns its folder.
pub fn write() -> Result<PathBuf> {
    let folder = project::path(FOLDER);
    files::make_empty(&folder)?;
    for file in files::below(&project::page())? {
        copy(&file, &folder.join(file.strip_prefix(project::page())?))?;
    }
    for board in Board::ALL {
        for kind in ["bin", "elf"] {
            let image = image::file(board, kind);
            let name = image.file_name().context("an image has no name")?;
            copy(&image, &folder.join("firmware").join(name))?;
        }
    }
    // Without it GitHub Pages would leave out files whose names begin with an underscore.
    fs::write(folder.join(".nojekyll"), "")?;
    fs::write(folder.join("_headers"), headers())?;
    Ok(folder)
}

/// Returns the headers of every answer, as Netlify and Cloudflare Pages read them. How long files are kept is left to the
/// host.
fn headers() -> String {
    let kept = HEADERS.iter().filter(|(name, _)| *name != "Cache-Control");
    let lines: String = kept.map(|(name, value)| format!("  {name}: {value}\n")).collect();
    format!("/*\n{lines}")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().context("a file lies in no folder")?)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Packs the files of a folder, under their paths in it.
fn pack(folder: &Path, archive: &Path) -> Result<()> {
    let file = File::create(archive).with_context(|| format!("cannot write {}", archive.display()))?;
    let mut zip = ZipWriter::new(file);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for file in files::below(folder)? {
        let name = file.strip_prefix(folder)?.to_str().context("a file's name is not text")?;
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
    fn an_archive_holds_the_files_of_a_folder() {
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
