//! QEMU's machine `lm3s6965evb`, which runs the firmware: its GPIO ports A to D and UART 0 are where the CC3200 has its own.

use std::path::Path;
use std::process::Command;

use crate::process;

/// Adds the machine and the program in `elf`, whose first eight bytes are in the file `vectors`.
pub fn load(command: &mut Command, elf: &Path, vectors: &Path) {
    // The processor takes stack and entry from address 0, where the CC3200's boot loader takes them from the image. That
    // memory is read-only: only a file gets there. A comma ends an option unless it stands twice.
    let vectors = vectors.display().to_string().replace(',', ",,");
    command.args(["-machine", "lm3s6965evb"]).arg("-kernel").arg(elf);
    command.args(["-device", &format!("loader,file={vectors},addr=0x0,force-raw=on")]);
}

/// Returns the command that runs the program with its console in the terminal, to be pasted into a shell.
pub fn console(elf: &Path, vectors: &Path) -> String {
    let mut command = Command::new("qemu-system-arm");
    load(&mut command, elf, vectors);
    process::line(command.arg("-nographic"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_spaces_and_commas_can_be_pasted() {
        let line = console(Path::new("my, board/a.elf"), Path::new("my, board/a.vectors.bin"));
        let words = shlex::split(&line).unwrap();
        assert!(words.contains(&"my, board/a.elf".to_owned()), "{line}");
        let loader = "loader,file=my,, board/a.vectors.bin,addr=0x0,force-raw=on";
        assert!(words.contains(&loader.to_owned()), "{line}");
    }
}
