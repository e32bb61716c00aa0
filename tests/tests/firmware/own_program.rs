//! Programs of other people: `firmware/examples/blink.rs` uses the firmware's library, and an image is made of it.

use std::fs;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use md5::{Digest as _, Md5};
use pinscope_core::PinId::{self, GP9, GP10, GP25};
use pinscope_tests::qemu::{Qemu, Stellaris};

use super::{LINE_TIMEOUT, file, run_xtask};

#[test]
fn a_program_that_uses_the_library_blinks_and_serves_its_interrupt() -> Result<()> {
    let mut board = Qemu::start(&file("blink.elf")?)?;
    let machine = board.machine();
    for level in [true, false, true] {
        wait_for(machine, GP9, level)?;
    }
    for level in [true, false] {
        machine.set_pin(GP10, true)?;
        wait_for(machine, GP25, level)?;
        machine.set_pin(GP10, false)?;
    }
    Ok(())
}

#[test]
fn an_image_is_made_of_any_elf_file() -> Result<()> {
    let folder = tempfile::Builder::new().prefix("my programs ").tempdir()?;
    let elf = folder.path().join("blink");
    fs::copy(file("blink.elf")?, &elf)?;
    let printed = run_xtask(&["image", elf.to_str().context("the path is not UTF-8")?])?;
    let image = fs::read(folder.path().join("blink.bin"))?;
    let (program, checksum) = image.split_last_chunk::<32>().context("the image is too short")?;
    let expected: String = Md5::digest(program).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(str::from_utf8(checksum)?, expected);
    assert_eq!(fs::read(folder.path().join("blink.vectors.bin"))?, program[..8]);
    assert!(printed.contains(&format!("cargo xtask flash '{}'", elf.display())), "{printed}");
    Ok(())
}

/// Waits until an output has a level.
fn wait_for(machine: &mut Stellaris, pin: PinId, is_high: bool) -> Result<()> {
    let deadline = Instant::now() + LINE_TIMEOUT;
    while (machine.read_word(pin.port().data(pin.mask()).0)? != 0) != is_high {
        ensure!(Instant::now() < deadline, "{pin} does not change");
    }
    Ok(())
}
