//! Command lines for QEMU's machine `lm3s6965evb`, which runs the firmware because its GPIO ports A to D and its UART 0
//! have the addresses that they have on the CC3200.

use std::path::Path;
use std::process::Command;

use crate::process;

/// Adds the machine and the program in `elf` to the command. The file `vectors` contains the first eight bytes of the
/// program.
pub fn load(command: &mut Command, elf: &Path, vectors: &Path) {
    // The processor reads the stack pointer and the entry point from address 0; the CC3200's boot loader reads them
    // from the image. That memory is read-only, so only a file can be loaded into it. A comma ends an option unless it
    // is doubled.
    let vectors = vectors.display().to_string().replace(',', ",,");
    command.args(["-machine", "lm3s6965evb"]).arg("-kernel").arg(elf);
    command.args(["-device", &format!("loader,file={vectors},addr=0x0,force-raw=on")]);
}

/// Returns a command for a shell that runs the program with its console in the terminal.
pub fn console_command(elf: &Path, vectors: &Path) -> String {
    let mut command = Command::new("qemu-system-arm");
    load(&mut command, elf, vectors);
    process::line(command.arg("-nographic"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_spaces_and_commas_can_be_pasted() {
        let line = console_command(Path::new("my, board/a.elf"), Path::new("my, board/a.vectors.bin"));
        let words = shlex::split(&line).unwrap();
        assert!(words.contains(&"my, board/a.elf".to_owned()), "{line}");
        let loader = "loader,file=my,, board/a.vectors.bin,addr=0x0,force-raw=on";
        assert!(words.contains(&loader.to_owned()), "{line}");
    }
}
