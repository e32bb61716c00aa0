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

    /// Returns the program counter and the calls that have led to it, the innermost first. The image has no table of
    /// frames, so every word of the stack that follows a call counts as a return address. One of a call that has ended
    /// may be among them.
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
        } else if let Some(call) = self.call_before(lr) {
            places.push(place(call, symbols));
        }
        while sp < end && places.len() < MAX_PLACES {
            let Some(word) = read_word(cpu, sp) else { break };
            sp += 4;
            if is_exception_return(word) {
                self.add_interrupted(sp, &mut places);
                sp = sp.saturating_add(FRAME_SIZE);
            } else if let Some(call) = self.call_before(word).filter(|_| word != lr) {
                places.push(place(call, symbols));
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

    /// Returns the address of the BL or BLX that leaves `word` as its return address, if there is one. The word itself
    /// may belong to the next function, because a call of a function that never returns can be the last instruction.
    fn call_before(&self, word: u32) -> Option<u32> {
        let end = (word & 1 == 1).then_some(word & !1)?;
        let [wide, narrow] = [end.wrapping_sub(4), end.wrapping_sub(2)];
        let last = self.halfword(narrow)?;
        let is_bl = last & 0xD000 == 0xD000 && self.halfword(wide).is_some_and(|first| first & 0xF800 == 0xF000);
        let is_blx = last & 0xFF87 == 0x4780;
        if is_bl { Some(wide) } else { is_blx.then_some(narrow) }
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
