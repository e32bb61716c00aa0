//! Faults of an image end in a sentence that names the instruction, the address and the reason.

use anyhow::Result;
use pinscope_image::RunState;
use pinscope_tests::image::ImageBench;

/// The address of the code in these images, behind a vector table with the exceptions of the processor.
const CODE: u32 = 0x2000_4040;

/// Returns an image whose program is `code`, and whose fault handlers are a branch to itself in front of it.
fn image(code: &[u16]) -> Vec<u8> {
    let mut words = vec![0x2004_0000, CODE | 1];
    words.resize(16, (CODE + 2 * code.len() as u32) | 1);
    let halfwords = code.iter().copied().chain([0xE7FE]);
    let bytes = words.into_iter().flat_map(u32::to_le_bytes).chain(halfwords.flat_map(u16::to_le_bytes));
    bytes.collect()
}

/// Runs an image for a while and returns the sentence about its fault.
fn sentence(image: &[u8]) -> Result<String> {
    let mut bench = ImageBench::new(image)?;
    bench.run_ns(100_000);
    Ok(bench.runner.fault().map(|fault| fault.sentence.clone()).unwrap_or_default())
}

#[test]
fn each_fault_is_explained() -> Result<()> {
    let at =
        |offset: u32, reason: &str| format!("The instruction at {:#010X} has caused a fault: {reason}.", CODE + offset);
    // LDR R0, =0x40004000 and so on: a literal behind two instructions.
    let access = |address: u32| vec![0x4800, 0x6801, address as u16, (address >> 16) as u16];
    let rows: [(Vec<u16>, String); 8] = [
        (vec![0xDE00], at(0, "it is not an instruction of a Cortex-M4 without floating point")),
        (access(0x4000_4000), at(2, "it accesses 0x40004000, where no register is or whose block has no clock")),
        (access(0x40C), at(2, "it accesses 0x0000040C in the ROM, which is not emulated")),
        (access(0x2004_0000), at(2, "it accesses 0x20040000, and RAM ends at 0x2003FFFF")),
        (access(0x1000_0000), at(2, "it accesses 0x10000000, where no memory is")),
        // MOVS R0, #0; BX R0
        (
            vec![0x2000, 0x4700],
            "The instruction at 0x00000000 has caused a fault: the processor was told to leave the Thumb state, because \
             the lowest bit of the address of a jump is 0."
                .to_owned(),
        ),
        // VMOV S0, R0, which needs a floating-point unit.
        (
            vec![0xEE00, 0x0A10],
            at(0, "it is for a coprocessor, such as the floating-point unit, which a CC3200 does not have"),
        ),
        // CCR.DIV_0_TRP is set, then: UDIV R0, R0, R2 with R2 = 0.
        (
            vec![0x4802, 0x2110, 0x6001, 0x2200, 0xFBB0, 0xF0F2, 0xED14, 0xE000],
            at(8, "it divides by zero"),
        ),
    ];
    for (code, expected) in rows {
        assert_eq!(sentence(&image(&code))?, expected);
    }
    Ok(())
}

#[test]
fn a_stack_that_is_full_and_an_endless_fault_lock_up() -> Result<()> {
    // PUSH {R0-R7} and a branch back to it: the handler of the fault cannot save registers either.
    let mut file = image(&[0xB4FF, 0xE7FD]);
    file[..4].copy_from_slice(&0x2000_0100_u32.to_le_bytes());
    let fault = sentence(&file)?;
    assert!(fault.contains("the stack is full: an exception could not save registers"), "{fault}");

    // A handler of HardFault that faults itself.
    let mut file = image(&[0xDE00]);
    file[12..16].copy_from_slice(&(CODE | 1).to_le_bytes());
    let mut bench = ImageBench::new(&file)?;
    bench.run_ns(100_000);
    let RunState::Stopped(sentence) = bench.runner.state() else { panic!("{:?}", bench.runner.state()) };
    assert!(sentence.starts_with("The processor has locked up at 0x20004040: a fault happened where no handler can"));
    bench.board.playground.reset_chip();
    bench.run_ns(10);
    assert!(!matches!(bench.runner.state(), RunState::Stopped(_)), "a reset lets it begin again");
    Ok(())
}
