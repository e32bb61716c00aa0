//! The views of an image for a debugger: the instructions at the program counter and the call stack.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use pinscope_cpu::disassemble;

use crate::fault::{place, read_word};
use crate::image::{RAM_BASE, RAM_SIZE};
use crate::runner::ImageRunner;

/// Maximum number of places of a call stack.
const MAX_PLACES: usize = 32;
/// Maximum number of words of the stack that are searched.
const MAX_WORDS: u32 = 1024;
/// Offsets in the frame of an exception.
const FRAME_PC: u32 = 24;
const FRAME_SIZE: u32 = 32;

impl ImageRunner {
    /// Returns `count` instructions from the program counter on, one a line: address, place and text, with tabs between
    /// them. The list ends where RAM does.
    pub fn disassembly(&self, count: u32) -> String {
        let mut lines = String::new();
        let mut address = self.cpu().register(15);
        for _ in 0..count {
            let Some(first) = self.halfword(address) else { break };
            let second = self.halfword(address.wrapping_add(2)).unwrap_or(0);
            let instruction = disassemble(address, first, second);
            let place = self.image().symbols().place(address).unwrap_or_default();
            lines += &format!("{address:08X}\t{place}\t{}\n", instruction.text);
            address = address.wrapping_add(instruction.size);
        }
        lines
    }

    /// Returns the places in the calls that have led to the program counter, the innermost first. The image has no
    /// table of frames, so every word of the stack that follows a call counts as a return address. One of a call that
    /// has ended may be among them.
    pub fn call_stack(&self) -> Vec<String> {
        let symbols = self.image().symbols();
        let cpu = self.cpu();
        let mut places = Vec::from([place(cpu.register(15), symbols)]);
        let lr = cpu.register(14);
        let mut sp = cpu.register(13);
        let end = sp.saturating_add(4 * MAX_WORDS).min(RAM_BASE + RAM_SIZE);
        if is_exception_return(lr) {
            self.add_interrupted(sp, &mut places);
            sp = sp.saturating_add(FRAME_SIZE);
        } else if self.follows_call(lr) {
            places.push(place(lr & !1, symbols));
        }
        while sp < end && places.len() < MAX_PLACES {
            let Some(word) = read_word(cpu, sp) else { break };
            sp += 4;
            if is_exception_return(word) {
                self.add_interrupted(sp, &mut places);
                sp = sp.saturating_add(FRAME_SIZE);
            } else if self.follows_call(word) && word != lr {
                places.push(place(word & !1, symbols));
            }
        }
        places
    }

    /// Adds the place that an exception has interrupted, whose frame is at `frame`.
    fn add_interrupted(&self, frame: u32, places: &mut Vec<String>) {
        if let Some(pc) = read_word(self.cpu(), frame.wrapping_add(FRAME_PC)) {
            places.push(format!("interrupted at {}", place(pc, self.image().symbols())));
        }
    }

    /// Returns true if `word` is the address behind a call, as BL and BLX leave it.
    fn follows_call(&self, word: u32) -> bool {
        let halfword = |back: u32| self.halfword((word & !1).wrapping_sub(back)).unwrap_or(0);
        let is_bl = halfword(4) & 0xF800 == 0xF000 && halfword(2) & 0xD000 == 0xD000;
        let is_blx = halfword(2) & 0xFF87 == 0x4780;
        word & 1 == 1 && (is_bl || is_blx)
    }

    fn halfword(&self, address: u32) -> Option<u16> {
        let offset = address.wrapping_sub(RAM_BASE) as usize;
        let bytes = self.cpu().ram().get(offset..offset.checked_add(2)?)?;
        bytes.try_into().ok().map(u16::from_le_bytes)
    }
}

fn is_exception_return(word: u32) -> bool {
    matches!(word, 0xFFFF_FFF1 | 0xFFFF_FFF9 | 0xFFFF_FFFD)
}
