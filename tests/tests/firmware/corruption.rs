//! Corrupt input on the serial line does not stop the link.

use anyhow::Result;
use fastrand::Rng;
use pinscope_core::link::serial::{Request, RequestKind};
use pinscope_core::{Command, PinId};

use super::start;

const FRAMES: usize = 10_000;

#[test]
fn damaged_frames_do_not_stop_the_link() -> Result<()> {
    let mut board = start()?;
    let device = board.device();
    device.identify()?;
    let mut random = Rng::with_seed(5);
    for number in 1..=FRAMES {
        device.send(&damaged(&mut random))?;
        if number % 1000 == 0 {
            device.identify()?;
        }
    }
    device.identify()?;
    device.whole_snapshot()?;
    let counters = device.decoder().counters();
    assert!(counters.damaged as usize > FRAMES / 2, "{counters:?}");
    assert_eq!(device.decoder().lost_frames(), 0, "frames of the board were lost");
    println!("the board counted {} of {FRAMES} damaged frames", counters.damaged);
    Ok(())
}

#[test]
fn random_bytes_do_not_stop_the_link() -> Result<()> {
    let mut board = start()?;
    let mut random = Rng::with_seed(6);
    for _ in 0..200 {
        let bytes: Vec<u8> = (0..random.usize(1..1000)).map(|_| random.u8(..)).collect();
        board.device().send(&bytes)?;
    }
    board.device().identify()?;
    board.device().whole_snapshot()?;
    let counters = board.device().decoder().counters();
    assert!(counters.stack < 4096, "less than 1 KiB of the stack of 5 KiB is left: {counters:?}");
    println!("{counters:?}");
    Ok(())
}

/// Returns a request with wrong bits, missing bytes or additional bytes.
fn damaged(random: &mut Rng) -> Vec<u8> {
    let command = Command::Toggle { pin: PinId::GP9 };
    let mut bytes = Request { seq: random.u16(..), kind: RequestKind::Execute(command) }.frame().as_bytes().to_vec();
    for _ in 0..random.usize(1..4) {
        let index = random.usize(1..bytes.len() - 1);
        match random.u8(0..3) {
            0 => bytes[index] ^= 1 << random.u8(0..8),
            1 => drop(bytes.remove(index)),
            _ => bytes.insert(index, random.u8(..)),
        }
    }
    bytes
}
