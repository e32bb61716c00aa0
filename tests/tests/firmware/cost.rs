//! The cost of the core in instructions that QEMU executes, compared with the same accesses in C.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use object::{Object as _, ObjectSegment as _};
use pinscope_core::PinId::GP10;
use pinscope_core::cc3200::nvic;
use pinscope_tests::qemu::Qemu;

use super::{file, function, start};

/// The functions of `firmware/examples/cost.rs` in the order of their calls, each with its maximum number of
/// instructions. A toggle and a mode change are critical sections, so they take more.
const FUNCTIONS: [(&str, usize); 9] = [
    ("set_value, fixed pin", 6),
    ("a store without the library", 6),
    ("value, fixed pin", 24),
    ("toggle, fixed pin", 42),
    ("mode change, fixed pin", 200),
    ("set_value, any pin", 24),
    ("value, any pin", 48),
    ("toggle, any pin", 42),
    ("mode change, any pin", 200),
];

/// Maximum number of instructions between the entry of an interrupt and its handler.
const MAX_INTERRUPT_ENTRY: usize = 190;

/// Number of edges over which the shortest interrupt entry is searched.
const EDGES: usize = 40;

/// The functions of `firmware/cost/pins.c`.
const IN_C: [&str; 4] = ["c_fixed_set_value", "c_fixed_value", "c_any_set_value", "c_any_value"];

#[test]
fn a_fixed_pin_is_set_by_the_store_that_a_person_would_write() -> Result<()> {
    let path = file("cost.elf")?;
    let mut board = Qemu::start(&path)?;
    let executed = board.machine().trace(|machine| {
        machine.set_pin(GP10, true)?;
        // The last call makes GP8 an output.
        while machine.read_word(0x4000_5400)? & 1 == 0 {}
        machine.read_word(0x4000_5400).map(drop)
    })?;
    let main = function(&path, "__cortex_m_rt_main")?;
    let calls: Vec<&[u32]> = executed.split(|addr| main.contains(addr)).filter(|call| !call.is_empty()).collect();
    // Before the calls the program reads the pin that starts them, which may be a call too.
    let calls = calls.get(calls.len() - FUNCTIONS.len()..).context("not every function was called")?;
    for ((name, max), call) in FUNCTIONS.iter().zip(calls) {
        println!("{name:<28} {:>4} instructions", call.len());
        ensure!(call.len() <= *max, "{name} takes {} instructions", call.len());
    }
    let code = |call: &[u32]| call.iter().map(|&addr| instruction(&path, addr)).collect::<Result<Vec<_>>>();
    assert_eq!(code(calls[0])?, code(calls[1])?, "set_value is not that store");
    for name in IN_C {
        println!("{name:<28} {:>4} instructions", in_c(name)?);
    }
    // The target keeps a frame pointer, which takes three instructions: push, move, and a pop that returns.
    assert!(calls[0].len() <= in_c("c_fixed_set_value")? + 2);
    Ok(())
}

#[test]
fn an_interrupt_reaches_its_handler_soon() -> Result<()> {
    let path = file("wipy.elf")?;
    let mut board = start()?;
    let entry = board.machine().read_word(0x2000_4000 + 4 * (16 + 1))? & !1;
    let executed = board.machine().trace(|machine| {
        for _ in 0..EDGES {
            for high in [true, false] {
                machine.set_pin(GP10, high)?;
                while machine.read_word(GP10.port().ris().0)? & u32::from(GP10.mask()) != 0 {}
                while machine.read_word(nvic::IABR0.0)? != 0 {}
            }
        }
        Ok(())
    })?;
    let handler = function(&path, "Reaction3run")?;
    let entries = executed.iter().enumerate().filter(|(_, addr)| **addr == entry);
    let lengths = entries.filter_map(|(begin, _)| executed[begin..].iter().position(|addr| handler.contains(addr)));
    // SysTick interrupts some of them, which makes them longer.
    let shortest = lengths.min().context("no handler was called")?;
    println!("interrupt entry to handler   {shortest:>4} instructions");
    assert!(shortest <= MAX_INTERRUPT_ENTRY);
    Ok(())
}

/// Returns the first two bytes of the instruction at `addr`, which identify it.
fn instruction(path: &Path, addr: u32) -> Result<[u8; 2]> {
    let data = fs::read(path)?;
    let file = object::File::parse(&*data)?;
    let bytes = file.segments().find_map(|segment| segment.data_range(addr.into(), 2).ok().flatten());
    Ok(bytes.context("there is no code at this address")?.try_into()?)
}

/// Returns the number of instructions of a C function. They are all executed, because only the return branches.
fn in_c(name: &str) -> Result<usize> {
    let mut objdump = Command::new("arm-none-eabi-objdump");
    let output = objdump.args(["-d", "--no-show-raw-insn"]).arg(file("cost-c.o")?).output()?;
    let listing = String::from_utf8(output.stdout)?;
    let body =
        listing.split(&format!("<{name}>:\n")).nth(1).with_context(|| format!("pins.c has no function {name}"))?;
    let code = body.lines().take_while(|line| !line.trim().is_empty());
    Ok(code.filter(|line| !line.contains(".word") && !line.contains("nop")).count())
}
