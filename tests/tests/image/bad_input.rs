//! Any file as an image, and any bytes as code: a file is refused with a sentence, code faults, and nothing panics.

use anyhow::Result;
use fastrand::Rng;
use pinscope_image::Image;
use pinscope_tests::image::ImageBench;

use super::file;

#[test]
fn a_file_that_is_no_image_is_refused_with_the_rule() -> Result<()> {
    let refusal = |file: &[u8]| Image::parse(file).expect_err("it is no image").to_string();
    assert_eq!(
        refusal(b""),
        "the first word of the vector table at 0x20004000 is 0x00000000, which is no stack pointer: it has to be a \
         multiple of 4 in RAM, which is from 0x20000000 to 0x2003FFFF"
    );
    assert!(refusal(b"#!/bin/sh\necho hello\n").contains("is no stack pointer"));
    assert!(refusal(&[0x00, 0x00, 0x04, 0x20, 0x00, 0x40, 0x00, 0x20]).contains("has to be an odd address"));
    assert_eq!(refusal(&[0; 0x3C001]), "the image has 245761 bytes, and 245760 fit into RAM from 0x20004000 on");
    let elf = file("wipy.elf")?;
    let changed = |at: usize, byte: u8| {
        let mut elf = elf.clone();
        elf[at] = byte;
        elf
    };
    let other = "the ELF file is not a 32-bit little-endian program for Arm, which a CC3200 needs";
    assert_eq!(refusal(&elf[..4]), other);
    assert_eq!(refusal(&changed(4, 2)), other, "64 bits");
    assert_eq!(refusal(&changed(5, 2)), other, "big-endian");
    assert_eq!(refusal(&changed(18, 0x3E)), other, "for x86-64");
    assert_eq!(refusal(&changed(16, 1)), "the ELF file is not a linked program: link it to run from 0x20004000 on");
    assert!(refusal(&elf[..100]).starts_with("the ELF file cannot be read: "));
    Ok(())
}

#[test]
fn a_damaged_elf_file_is_refused_or_runs() -> Result<()> {
    let elf = file("wipy.elf")?;
    let seed = Rng::new().u64(..);
    println!("seed {seed}");
    let mut random = Rng::with_seed(seed);
    for _ in 0..300 {
        let mut damaged = elf.clone();
        for _ in 0..random.usize(1..20) {
            let at = if random.bool() { random.usize(..200) } else { random.usize(..damaged.len()) };
            damaged[at] = random.u8(..);
        }
        damaged.truncate(random.usize(..=2 * elf.len()));
        if let Ok(mut bench) = ImageBench::new(&damaged) {
            bench.run_ns(20_000);
        }
    }
    Ok(())
}

#[test]
fn any_bytes_as_code_run_or_fault() -> Result<()> {
    let seed = Rng::new().u64(..);
    println!("seed {seed}");
    let mut random = Rng::with_seed(seed);
    for _ in 0..100 {
        let mut file: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(0x1000).collect();
        file[..8].copy_from_slice(&[0x00, 0x00, 0x04, 0x20, 0x41, 0x40, 0x00, 0x20]);
        ImageBench::new(&file)?.run_ns(100_000);
    }
    Ok(())
}
