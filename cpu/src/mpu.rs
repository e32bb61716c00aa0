//! The memory protection unit (B3.5) with eight regions, and the default address map behind it (B3.1).

/// Number of regions.
const REGIONS: usize = 8;

/// Bits of MPU_CTRL.
const ENABLE: u32 = 1;
const HFNMIENA: u32 = 1 << 1;
const PRIVDEFENA: u32 = 1 << 2;

/// Bits of MPU_RBAR and MPU_RASR.
const RBAR_VALID: u32 = 1 << 4;
const RASR_ENABLE: u32 = 1;
const RASR_XN: u32 = 1 << 28;
const RASR_WRITABLE: u32 = 0x173F_FF3F;

/// The smallest size of a region is 2^5 bytes, and the smallest with subregions is 2^8 bytes.
const MIN_SIZE_SHIFT: u32 = 5;
const MIN_SUBREGION_SHIFT: u32 = 8;

/// The use of an address that is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
    Execute,
}

/// A range of addresses in which every access of a kind is permitted, from `start` and of `length` bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    start: u32,
    length: u32,
}

impl Window {
    /// Returns the range from `start` up to `end`, which is not part of it.
    pub fn new(start: u32, end: u32) -> Window {
        Window { start, length: end - start }
    }

    /// Returns true if the first byte of an access is inside and `size` bytes fit.
    #[inline(always)]
    pub fn contains(&self, address: u32, size: u32) -> bool {
        let offset = address.wrapping_sub(self.start);
        offset < self.length && self.length - offset >= size
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Region {
    base: u32,
    attributes: u32,
}

/// The registers of the unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mpu {
    control: u32,
    selected: u32,
    regions: [Region; REGIONS],
}

impl Mpu {
    /// Returns true if accesses are checked. Below priority 0 that needs HFNMIENA.
    pub fn is_active(&self, is_below_zero: bool) -> bool {
        self.control & ENABLE != 0 && (!is_below_zero || self.control & HFNMIENA != 0)
    }

    /// Returns true if an active unit permits an access. Regions with higher numbers come first.
    pub fn permits(&self, address: u32, access: Access, is_privileged: bool) -> bool {
        let region = self.regions.iter().rev().find(|region| region.contains(address));
        match region {
            Some(region) => region.permits(access, is_privileged),
            None => is_privileged && self.control & PRIVDEFENA != 0,
        }
    }

    /// Returns the largest range between `start` and `end` around `address` to which the same regions apply.
    pub fn window(&self, address: u32, start: u32, end: u32) -> Window {
        let (mut low, mut high) = (u64::from(start), u64::from(end));
        for region in self.regions.iter().filter(|region| region.is_enabled()) {
            let part = region.size() / if region.has_subregions() { 8 } else { 1 };
            for boundary in (0..=region.size() / part).map(|index| u64::from(region.base()) + index * part) {
                if boundary <= address.into() {
                    low = low.max(boundary);
                } else {
                    high = high.min(boundary);
                }
            }
        }
        Window { start: low as u32, length: (high - low) as u32 }
    }

    /// Reads the register at `offset` from MPU_TYPE.
    pub fn read(&self, offset: u32) -> u32 {
        let region = self.regions[self.selected as usize];
        match offset {
            0x0 => (REGIONS as u32) << 8,
            0x4 => self.control,
            0x8 => self.selected,
            0xC | 0x14 | 0x1C | 0x24 => region.base | self.selected,
            0x10 | 0x18 | 0x20 | 0x28 => region.attributes,
            _ => 0,
        }
    }

    /// Writes the register at `offset` from MPU_TYPE.
    pub fn write(&mut self, offset: u32, value: u32) {
        match offset {
            0x4 => self.control = value & (ENABLE | HFNMIENA | PRIVDEFENA),
            0x8 => self.selected = value & (REGIONS as u32 - 1),
            0xC | 0x14 | 0x1C | 0x24 => {
                if value & RBAR_VALID != 0 {
                    self.selected = value & (REGIONS as u32 - 1);
                }
                self.regions[self.selected as usize].base = value & !0x1F;
            }
            0x10 | 0x18 | 0x20 | 0x28 => {
                self.regions[self.selected as usize].attributes = value & RASR_WRITABLE;
            }
            _ => {}
        }
    }
}

impl Region {
    fn is_enabled(&self) -> bool {
        self.attributes & RASR_ENABLE != 0
    }

    /// Returns the size as a power of two.
    fn size_shift(&self) -> u32 {
        ((self.attributes >> 1 & 0x1F) + 1).max(MIN_SIZE_SHIFT)
    }

    fn size(&self) -> u64 {
        1 << self.size_shift()
    }

    /// Returns the base, aligned to the size.
    fn base(&self) -> u32 {
        (u64::from(self.base) & !(self.size() - 1)) as u32
    }

    fn has_subregions(&self) -> bool {
        self.size_shift() >= MIN_SUBREGION_SHIFT
    }

    fn contains(&self, address: u32) -> bool {
        let offset = u64::from(address.wrapping_sub(self.base()));
        if !self.is_enabled() || offset >= self.size() {
            return false;
        }
        let subregion = offset >> (self.size_shift() - 3);
        !self.has_subregions() || self.attributes >> (8 + subregion) & 1 == 0
    }

    /// Returns true if the access permissions (table B3-15) allow the access.
    fn permits(&self, access: Access, is_privileged: bool) -> bool {
        let permissions = self.attributes >> 24 & 7;
        let reads = match permissions {
            0b000 | 0b100 => false,
            0b001 | 0b101 => is_privileged,
            _ => true,
        };
        let writes = match permissions {
            0b001 | 0b010 => is_privileged,
            0b011 => true,
            _ => false,
        };
        match access {
            Access::Read => reads,
            Access::Write => writes,
            Access::Execute => reads && self.attributes & RASR_XN == 0,
        }
    }
}

/// Returns true if the default address map lets code be executed at `address`. Peripherals, external devices and the
/// system region are execute-never.
pub fn is_executable_by_default(address: u32) -> bool {
    !matches!(address >> 29, 0b010 | 0b101..=0b111)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns an active unit with the background map and a region of 1 KB without access at 0x2000_1000.
    fn guard() -> Mpu {
        let mut mpu = Mpu::default();
        mpu.write(0xC, 0x2000_1000 | RBAR_VALID | 2);
        mpu.write(0x10, 9 << 1 | RASR_ENABLE);
        mpu.write(0x4, ENABLE | PRIVDEFENA);
        mpu
    }

    #[test]
    fn a_guard_region_refuses_its_bytes_and_no_others() {
        let mpu = guard();
        for (address, expected) in
            [(0x2000_0FFF, true), (0x2000_1000, false), (0x2000_13FF, false), (0x2000_1400, true)]
        {
            assert_eq!(mpu.permits(address, Access::Read, true), expected, "{address:#X}");
        }
        assert!(!mpu.permits(0x2000_0000, Access::Read, false), "the background map is for privileged code");
    }

    #[test]
    fn a_window_ends_where_a_region_begins() {
        let window = guard().window(0x2000_0800, 0x2000_0000, 0x2004_0000);
        assert_eq!(window, Window { start: 0x2000_0000, length: 0x1000 });
        let window = guard().window(0x2000_1400, 0x2000_0000, 0x2004_0000);
        assert_eq!(window, Window { start: 0x2000_1400, length: 0x3_EC00 });
    }

    #[test]
    fn a_disabled_subregion_does_not_apply() {
        let mut mpu = guard();
        mpu.write(0x10, 1 << 9 | 9 << 1 | RASR_ENABLE);
        assert!(!mpu.permits(0x2000_107F, Access::Write, true));
        assert!(mpu.permits(0x2000_1080, Access::Write, true));
    }

    #[test]
    fn the_region_with_the_highest_number_decides() {
        let mut mpu = guard();
        mpu.write(0xC, 0x2000_0000 | RBAR_VALID | 3);
        mpu.write(0x10, 0b110 << 24 | RASR_XN | 15 << 1 | RASR_ENABLE);
        assert!(mpu.permits(0x2000_1000, Access::Read, false));
        assert!(!mpu.permits(0x2000_1000, Access::Write, true));
        assert!(!mpu.permits(0x2000_1000, Access::Execute, true));
    }
}
