//! Packs files of a folder as a ZIP archive: `pinscope-archive ARCHIVE FOLDER FILE...`. The files are relative to the
//! folder and keep these names in the archive. `cargo xtask site` runs this.

use std::env;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [archive, folder, files @ ..] = arguments.as_slice() else {
        bail!("the arguments are ARCHIVE FOLDER FILE...");
    };
    pack(Path::new(archive), Path::new(folder), files)
}

fn pack(archive: &Path, folder: &Path, files: &[String]) -> Result<()> {
    let file = File::create(archive).with_context(|| format!("cannot write {}", archive.display()))?;
    let mut zip = ZipWriter::new(file);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for name in files {
        let path = folder.join(name);
        let contents = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        zip.start_file(name.as_str(), options)?;
        zip.write_all(&contents)?;
    }
    zip.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_contains_the_files_of_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("script")).unwrap();
        for name in ["script/run.js", ".nojekyll", "other"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let archive = folder.path().join("site.zip");
        pack(&archive, folder.path(), &["script/run.js".to_owned(), ".nojekyll".to_owned()]).unwrap();
        let packed = zip::ZipArchive::new(File::open(&archive).unwrap()).unwrap();
        let mut names: Vec<_> = packed.file_names().map(|name| name.unwrap().into_owned()).collect();
        names.sort_unstable();
        assert_eq!(names, [".nojekyll", "script/run.js"]);
    }
}
