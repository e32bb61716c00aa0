//! The board without a program on the serial link: the demo runs, and a person uses the console.

use anyhow::{Context as _, Result};
use pinscope_core::{Level, PinId};
use pinscope_tests::qemu::Qemu;
use pinscope_tests::scenario;

use super::{LINE_TIMEOUT, file, start};

/// The vector table offset register (ARMv7-M).
const VTOR: u32 = 0xE000_ED08;

#[test]
fn edges_interrupt_and_toggle_the_led() -> Result<()> {
    let mut board = start()?;
    assert_eq!(board.machine().read_word(VTOR)?, 0x2000_4000);
    scenario::run(&mut board)
}

#[test]
fn a_launchpad_toggles_its_own_led() -> Result<()> {
    let mut board = Qemu::start(&file("launchxl.elf")?)?;
    assert!(board.read_line(LINE_TIMEOUT)?.contains(" LAUNCHXL "));
    board.machine().set_pin(PinId::GP10, true)?;
    assert_eq!(board.read_line(LINE_TIMEOUT)?, "irq GP10 rising priority 1");
    let mut led =
        |pin: PinId| board.machine().read_word(pin.port().data(pin.mask()).0).map(|word| Level::from(word != 0));
    assert_eq!((led(PinId::GP9)?, led(PinId::GP25)?), (Level::High, Level::Low));
    Ok(())
}

/// Lines that are typed, each with the beginning of the response. The console echoes each line first.
const DIALOGUE: [(&str, &str); 15] = [
    ("init GP9 out high", "ok"),
    ("read GP9", "high"),
    ("toggle GP9", "ok"),
    ("read GP9", "low"),
    ("irq GP11 rising toggle:GP9", "ok"),
    ("read GP99", "there is no pin 'GP99'; the nearest is GP9"),
    ("irq GP10 sideways", "GP10: trigger cannot be sideways; "),
    ("init GP1 out", "GP1 carries the link to this board as UART0_TX; "),
    ("sleep", "SUSPENDED"),
    ("", "the board was asked to be SUSPENDED and stayed awake"),
    ("disable GP17", "ok"),
    ("sleep", "nothing is armed: the board sleeps until it is reset"),
    ("", "SUSPENDED"),
    ("", "the board was asked to be SUSPENDED and stayed awake"),
    ("help", "init PIN "),
];

#[test]
fn a_person_types_lines_and_reads_lines() -> Result<()> {
    let mut board = start()?;
    for (typed, response) in DIALOGUE {
        if !typed.is_empty() {
            board.device().send(format!("{typed}\r").as_bytes())?;
            assert_eq!(board.read_line(LINE_TIMEOUT)?, typed);
        }
        let line = board.read_line(LINE_TIMEOUT).with_context(|| format!("after `{typed}`"))?;
        assert!(line.starts_with(response), "`{line}` after `{typed}`");
    }
    Ok(())
}

/// Invalid lines, each with the explanation that comes before the help.
const MISTAKES: [(&str, &str); 9] = [
    ("blink GP9", "there is no command 'blink'"),
    ("read", "'read' needs a pin"),
    ("set GP9", "'set' needs high or low"),
    ("irq GP10", "'irq' needs a trigger"),
    ("sleep now", "'sleep' takes idle or hibernate, not 'now'"),
    ("GP9", "there is no command 'GP9'"),
    ("irq GP10 rising toggle:GP9 7", "'7' is one word too many"),
    ("read GP9 twice", "'twice' is one word too many"),
    ("sleep idle now", "'now' is one word too many"),
];

#[test]
fn an_invalid_line_is_explained_before_the_help() -> Result<()> {
    for (typed, explanation) in MISTAKES {
        let mut board = start()?;
        board.device().send(format!("{typed}\r").as_bytes())?;
        for expected in [typed, explanation] {
            assert_eq!(board.read_line(LINE_TIMEOUT)?, expected);
        }
        assert!(board.read_line(LINE_TIMEOUT)?.starts_with("init PIN "), "no help follows `{explanation}`");
    }
    Ok(())
}

/// The board sends frames to a program, until Enter makes it print lines for a person. A frame starts frames again.
#[test]
fn enter_changes_from_frames_to_lines() -> Result<()> {
    let mut board = start()?;
    board.device().identify()?;
    board.device().send(b"\r")?;
    assert!(board.read_line(LINE_TIMEOUT)?.contains("Enter for a console"));
    board.device().send(b"read GP9\r")?;
    while board.read_line(LINE_TIMEOUT)? != "read GP9" {}
    assert_eq!(board.read_line(LINE_TIMEOUT)?, "low");
    board.device().identify().map(drop)
}
