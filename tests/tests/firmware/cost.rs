//! What the core costs, in instructions that QEMU executes, beside what a C compiler makes of the same accesses.

use std::fs;
use std::ops::Range;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use object::{Object as _, ObjectSegment as _, ObjectSymbol as _};
use pinscope_core::PinId::GP10;
use pinscope_core::cc3200::nvic;
use pinscope_tests::qemu::Qemu;

use super::{file, start};

/// The functions of `firmware/examples/cost.rs`, in the order it calls them, and what each may take at most. A fixed
/// toggle and a mode change are sections that nothing may interrupt.
const FUNCTIONS: [(&str, usize); 9] = [
    ("set_value, fixed pin", 6),
    ("a store by hand", 6),
    ("value, fixed pin", 24),
    ("toggle, fixed pin", 42),
    ("mode change, fixed pin", 200),
    ("set_value, any pin", 24),
    ("value, any pin", 48),
    ("toggle, any pin", 42),
    ("mode change, any pin", 200),
];

/// What may be executed between the interrupt's entry and its handler.
const INTERRUPT: usize = 190;

/// Over how many interrupts that is looked at.
const EDGES: usize = 5;

/// Functions of `firmware/cost/pins.c`.
const IN_C: [&str; 4] = ["c_fixed_set_value", "c_fixed_value", "c_any_set_value", "c_any_value"];

#[test]
fn a_fixed_pin_is_set_by_the_store_a_person_would_write() -> Result<()> {
    let path = file("cost.elf")?;
    let mut board = Qemu::start(&path)?;
    let executed = board.machine().trace(|machine| {
        machine.set_pin(GP10, true)?;
        // Its last call makes GP8 an output, and then it waits.
        while machine.read_word(0x4000_5400)? & 1 == 0 {}
        machine.read_word(0x4000_5400).map(drop)
    })?;
    let main = function(&path, "__cortex_m_rt_main")?;
    let calls: Vec<&[u32]> = executed.split(|addr| main.contains(addr)).filter(|call| !call.is_empty()).collect();
    // Before the calls it looks at the pin that releases it, which may be a call too.
    let calls = calls.get(calls.len() - FUNCTIONS.len()..).context("not every function was called")?;
    for ((name, most), call) in FUNCTIONS.iter().zip(calls) {
        println!("{name:<26} {:>4} instructions", call.len());
        ensure!(call.len() <= *most, "{name} takes {} instructions", call.len());
    }
    let code = |call: &[u32]| call.iter().map(|&addr| instruction(&path, addr)).collect::<Result<Vec<_>>>();
    assert_eq!(code(calls[0])?, code(calls[1])?, "set_value is the store");
    for name in IN_C {
        println!("{name:<26} {:>4} instructions", in_c(name)?);
    }
    // The frame pointer that the target keeps takes three: push, move, and a pop that returns.
    assert!(calls[0].len() <= in_c("c_fixed_set_value")? + 2);
    Ok(())
}

#[test]
fn an_interrupt_is_with_its_handler_soon() -> Result<()> {
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
    // SysTick interrupts some of them.
    let shortest = lengths.min().context("no handler ran")?;
    println!("interrupt entry to handler {shortest:>4} instructions");
    assert!(shortest <= INTERRUPT);
    Ok(())
}

/// Where the function is whose symbol contains `name`.
fn function(path: &std::path::Path, name: &str) -> Result<Range<u32>> {
    let data = fs::read(path)?;
    let file = object::File::parse(&*data)?;
    let is_it = |symbol: &object::Symbol| symbol.size() > 0 && symbol.name().is_ok_and(|full| full.contains(name));
    let symbol = file.symbols().find(is_it).with_context(|| format!("no function is called {name}"))?;
    let start = symbol.address() as u32 & !1;
    Ok(start..start + symbol.size() as u32)
}

/// The first two bytes of the instruction at `addr`, which say what it does.
fn instruction(path: &std::path::Path, addr: u32) -> Result<[u8; 2]> {
    let data = fs::read(path)?;
    let file = object::File::parse(&*data)?;
    let bytes = file.segments().find_map(|segment| segment.data_range(addr.into(), 2).ok().flatten());
    Ok(bytes.context("no code is there")?.try_into()?)
}

/// How many instructions a function of the C compiler has; none of them branches but the return.
fn in_c(name: &str) -> Result<usize> {
    let mut objdump = Command::new("arm-none-eabi-objdump");
    let output = objdump.args(["-d", "--no-show-raw-insn"]).arg(file("cost-c.o")?).output()?;
    let listing = String::from_utf8(output.stdout)?;
    let body = listing.split(&format!("<{name}>:\n")).nth(1).with_context(|| format!("C has no {name}"))?;
    let code = body.lines().take_while(|line| !line.trim().is_empty());
    Ok(code.filter(|line| !line.contains(".word") && !line.contains("nop")).count())
}
