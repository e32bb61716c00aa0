//! Whatever comes over the line, the link goes on.

use anyhow::Result;
use fastrand::Rng;
use pinscope_core::link::serial::{Request, RequestKind};
use pinscope_core::{Command, PinId};

use super::start;

const FRAMES: usize = 10_000;

#[test]
fn damaged_frames_never_stop_the_link() -> Result<()> {
    let mut board = start()?;
    let device = board.device();
    device.hello()?;
    let mut random = Rng::with_seed(5);
    for number in 1..=FRAMES {
        device.send(&damaged(&mut random))?;
        if number % 1000 == 0 {
            device.hello()?;
        }
    }
    device.hello()?;
    device.whole_snapshot()?;
    let counters = device.decoder().counters();
    assert!(counters.damaged as usize > FRAMES / 2, "{counters:?}");
    assert_eq!(device.decoder().lost_frames(), 0, "what it says is not damaged");
    println!("of {FRAMES} damaged frames it counted {}", counters.damaged);
    Ok(())
}

#[test]
fn any_bytes_are_survived() -> Result<()> {
    let mut board = start()?;
    let mut random = Rng::with_seed(6);
    for _ in 0..200 {
        let bytes: Vec<u8> = (0..random.usize(1..1000)).map(|_| random.u8(..)).collect();
        board.device().send(&bytes)?;
    }
    board.device().hello()?;
    board.device().whole_snapshot()?;
    let counters = board.device().decoder().counters();
    assert!(counters.stack < 4096, "the stack of 5 KiB has room left: {counters:?}");
    println!("{counters:?}");
    Ok(())
}

/// A request in which bits are wrong, bytes are missing, or bytes are too many.
fn damaged(random: &mut Rng) -> Vec<u8> {
    let command = Command::Toggle { pin: PinId::GP9 };
    let mut bytes = Request { seq: random.u16(..), kind: RequestKind::Execute(command) }.frame().as_bytes().to_vec();
    for _ in 0..random.usize(1..4) {
        let place = random.usize(1..bytes.len() - 1);
        match random.u8(0..3) {
            0 => bytes[place] ^= 1 << random.u8(0..8),
            1 => drop(bytes.remove(place)),
            _ => bytes.insert(place, random.u8(..)),
        }
    }
    bytes
}
