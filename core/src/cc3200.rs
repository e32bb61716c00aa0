//! The CC3200's registers: addresses, names and fields, block by block.
//!
//! Names are those of TI's headers (`hw_gpio.h`, `hw_ocp_shared.h`, `hw_apps_rcm.h`, `hw_gprcm.h`, `hw_hib3p3.h`,
//! `hw_nvic.h`, `hw_uart.h`). What may be done with a register is its type: [`Ro`], [`Rw`] or [`Wo`].

pub mod arm;

pub mod mcu_init;

pub mod uart;

use crate::registers::{Registers, RegistersMut};

/// A register that is only read. The number is its absolute address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ro(pub u32);

/// A register that is read and written. The number is its absolute address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rw(pub u32);

/// A register that is only written. The number is its absolute address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wo(pub u32);

// Where the address is known, what is left of an access is a load or a store; so all of it is inlined, always.

impl Ro {
    /// The present word.
    #[inline(always)]
    pub fn read(self, registers: impl Registers) -> u32 {
        registers.read(self.0)
    }
}

impl Rw {
    /// The present word.
    #[inline(always)]
    pub fn read(self, registers: impl Registers) -> u32 {
        registers.read(self.0)
    }

    /// Replaces the word.
    #[inline(always)]
    pub fn write(self, registers: impl RegistersMut, value: u32) {
        registers.write(self.0, value);
    }

    /// Sets the bits of `mask` to those of `value` and leaves the others, without interruption.
    #[inline(always)]
    pub fn modify(self, registers: impl RegistersMut, mask: u32, value: u32) {
        registers.modify(self.0, |word| (word & !mask) | (value & mask));
    }
}

impl Wo {
    /// Writes the word.
    #[inline(always)]
    pub fn write(self, registers: impl RegistersMut, value: u32) {
        registers.write(self.0, value);
    }
}

/// GPIO ports A0 to A3: PL061-like, eight pins and one interrupt each (`hw_gpio.h`).
pub mod gpio {
    use super::{Ro, Rw, Wo};

    /// One of the four ports that reach a header pin.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[cfg_attr(feature = "defmt", derive(defmt::Format))]
    pub enum Port {
        /// GPIO 0 to 7, interrupt 0.
        A0,
        /// GPIO 8 to 15, interrupt 1.
        A1,
        /// GPIO 16 to 23, interrupt 2.
        A2,
        /// GPIO 24 to 31, interrupt 3.
        A3,
    }

    /// Offset of the last masked data address, the one that reaches all eight bits.
    pub const DATA_ALL: u32 = 0x3FC;
    /// Offset of DIR, direction: 1 = output.
    pub const DIR: u32 = 0x400;
    /// Offset of IS, interrupt sense: 1 = level, 0 = edge.
    pub const IS: u32 = 0x404;
    /// Offset of IBE, interrupt both edges: 1 = both, whatever IEV says.
    pub const IBE: u32 = 0x408;
    /// Offset of IEV, interrupt event: 1 = rising edge or high level.
    pub const IEV: u32 = 0x40C;
    /// Offset of IM, interrupt mask: 1 = unmasked.
    pub const IM: u32 = 0x410;
    /// Offset of RIS, raw interrupt status.
    pub const RIS: u32 = 0x414;
    /// Offset of MIS, masked interrupt status: RIS & IM.
    pub const MIS: u32 = 0x418;
    /// Offset of ICR, interrupt clear: write 1 to clear.
    pub const ICR: u32 = 0x41C;
    /// Bytes a port's registers take on the bus.
    pub const SIZE: u32 = 0x1000;

    impl Port {
        /// The four ports in order.
        pub const ALL: [Self; 4] = [Self::A0, Self::A1, Self::A2, Self::A3];

        /// The port whose registers `addr` is among.
        #[inline]
        pub const fn at(addr: u32) -> Option<Self> {
            match addr.wrapping_sub(Self::A0.base()) / SIZE {
                0 => Some(Self::A0),
                1 => Some(Self::A1),
                2 => Some(Self::A2),
                3 => Some(Self::A3),
                _ => None,
            }
        }

        /// 0 to 3, which is also the port's interrupt number in the NVIC.
        #[inline]
        pub const fn index(self) -> usize {
            self as usize
        }

        /// `"A0"` to `"A3"`.
        pub const fn name(self) -> &'static str {
            (&["A0", "A1", "A2", "A3"])[self as usize]
        }

        /// The port's first address.
        #[inline]
        pub const fn base(self) -> u32 {
            0x4000_4000 + self as u32 * SIZE
        }

        /// DATA through the masked address of `mask`: address bits 9 to 2 say which bits a read shows and a write
        /// changes, so a write needs no read before it and cannot disturb a neighbour.
        #[inline]
        pub const fn data(self, mask: u8) -> Rw {
            Rw(self.base() + ((mask as u32) << 2))
        }

        /// DIR, direction (1 = output).
        #[inline]
        pub const fn dir(self) -> Rw {
            Rw(self.base() + DIR)
        }

        /// IS, interrupt sense (1 = level).
        #[inline]
        pub const fn is(self) -> Rw {
            Rw(self.base() + IS)
        }

        /// IBE, interrupt both edges.
        #[inline]
        pub const fn ibe(self) -> Rw {
            Rw(self.base() + IBE)
        }

        /// IEV, interrupt event (1 = rising or high).
        #[inline]
        pub const fn iev(self) -> Rw {
            Rw(self.base() + IEV)
        }

        /// IM, interrupt mask (1 = unmasked).
        #[inline]
        pub const fn im(self) -> Rw {
            Rw(self.base() + IM)
        }

        /// RIS, raw interrupt status.
        #[inline]
        pub const fn ris(self) -> Ro {
            Ro(self.base() + RIS)
        }

        /// MIS, masked interrupt status.
        #[inline]
        pub const fn mis(self) -> Ro {
            Ro(self.base() + MIS)
        }

        /// ICR, interrupt clear (write 1 to clear).
        #[inline]
        pub const fn icr(self) -> Wo {
            Wo(self.base() + ICR)
        }
    }
}

/// Pads: multiplexer, pull, strength and open drain of each package pin (OCP_SHARED, `hw_ocp_shared.h`).
pub mod pad {
    use super::Rw;

    /// Address of GPIO_PAD_CONFIG_0.
    pub const BASE: u32 = 0x4402_E0A0;
    /// How many pad words there are; index 40 is GP28.
    pub const COUNT: usize = 41;
    /// CONFMODE, bits 3:0: the multiplexer, 0 = GPIO, else the alternate function's number.
    pub const CONFMODE: u32 = 0x00F;
    /// IODEN, bit 4: open drain, the high side never drives.
    pub const OPEN_DRAIN: u32 = 0x010;
    /// I2MAEN, bit 5: the 2 mA stage.
    pub const STAGE_2MA: u32 = 0x020;
    /// I4MAEN, bit 6: the 4 mA stage.
    pub const STAGE_4MA: u32 = 0x040;
    /// I8MAEN, bit 7: the 8 mA stage.
    pub const STAGE_8MA: u32 = 0x080;
    /// The three strength bits; stages add up.
    pub const STRENGTH: u32 = STAGE_2MA | STAGE_4MA | STAGE_8MA;
    /// IWKPUEN, bit 8: weak pull-up, about 10 µA.
    pub const PULL_UP: u32 = 0x100;
    /// IWKPDEN, bit 9: weak pull-down, about 10 µA.
    pub const PULL_DOWN: u32 = 0x200;
    /// IOE_N, bit 10: the output enable when overridden, 0 = drive, 1 = let go.
    pub const OUTPUT_OFF: u32 = 0x400;
    /// IOE_N_OV, bit 11: bit 10 decides whether the pad drives, not the port's DIR.
    pub const OVERRIDE: u32 = 0x800;
    /// Overridden to let go, whatever the peripheral behind it wants.
    pub const RELEASED: u32 = OVERRIDE | OUTPUT_OFF;
    /// Overridden to drive: IOE_N_OV set, IOE_N clear.
    pub const FORCED: u32 = OVERRIDE;
    /// The bits a pad word has.
    pub const BITS: u32 = 0xFFF;
    /// The word after reset: released, 6 mA, multiplexer 1. Unconfirmed: it is what TI parks a pad with. One test says
    /// so; nothing else relies on it.
    pub const RESET: u32 = 0xC61;
    /// GPIO_PAD_CMN_CONFIG: input enables and, in bits 12:9, the analog isolation of pads 5 to 2.
    pub const COMMON: Rw = Rw(0x4402_E144);

    /// The pad word with index `index`, 0 to 40.
    #[inline]
    pub const fn config(index: u8) -> Rw {
        Rw(BASE + 4 * index as u32)
    }

    /// The bit of [`COMMON`] that cuts off the digital input of pad `index`; 0 for pads without one.
    #[inline]
    pub const fn isolation(index: u8) -> u32 {
        match index {
            2..=5 => 0x80 << index,
            _ => 0,
        }
    }
}

/// Clock gates, resets and the request for LPDS (APPS_RCM, `hw_apps_rcm.h`).
pub mod arcm {
    use super::{Rw, gpio::Port};
    use crate::registers::RegistersMut;

    /// Clock on while running (bit 0) and while the processor waits (bit 8).
    pub const CLOCK_ON: u32 = 0x101;
    /// UARTA0_CLK_GATING.
    pub const UARTA0_CLOCK: Rw = Rw(0x4402_5080);
    /// UARTA0_SOFT_RESET: bit 0 holds it in reset.
    pub const UARTA0_RESET: Rw = Rw(0x4402_5084);
    /// APPS_LPDS_REQ: writing bit 0 enters LPDS.
    pub const LPDS_REQUEST: Rw = Rw(0x4402_50E4);

    /// GPIO_x_CLK_GATING of `port`. Without [`CLOCK_ON`] any access to the port is a bus fault.
    #[inline]
    pub const fn gpio_clock(port: Port) -> Rw {
        Rw(0x4402_5050 + 8 * port.index() as u32)
    }

    /// Gives `port` its clock.
    pub fn clock_gpio(registers: impl RegistersMut, port: Port) {
        gpio_clock(port).modify(registers, CLOCK_ON, CLOCK_ON);
        // Reading the gate back lets the write arrive before the port is touched.
        gpio_clock(port).read(registers);
    }
}

/// Wake-up from LPDS, and why the chip was reset (GPRCM, `hw_gprcm.h`).
pub mod gprcm {
    use super::Rw;

    /// LPDS_WAKEUP_CFG: which sources end LPDS.
    pub const LPDS_WAKEUP_CFG: Rw = Rw(0x4402_D004);
    /// LPDS_WAKEUP_SRC: which source ended it, same bits.
    pub const LPDS_WAKEUP_SRC: Rw = Rw(0x4402_D008);
    /// The GPIO source, bit 4 of the two words above.
    pub const WAKEUP_GPIO: u32 = 0x10;
    /// APPS_RESET_CAUSE, bits 7:0.
    pub const APPS_RESET_CAUSE: Rw = Rw(0x4402_D00C);
    /// Reset cause: power-on, the reset button, or a wake from HIBERNATE.
    pub const CAUSE_POWER_ON: u32 = 0;
    /// Reset cause: a wake from LPDS.
    pub const CAUSE_LPDS: u32 = 1;
    /// Reset cause: soft reset of the core.
    pub const CAUSE_CORE_RESET: u32 = 3;
    /// Reset cause: soft reset of core and peripherals.
    pub const CAUSE_SYSTEM_RESET: u32 = 4;
    /// Reset cause: the watchdog.
    pub const CAUSE_WATCHDOG: u32 = 5;
    /// Reset cause: soft reset of the whole chip.
    pub const CAUSE_CHIP_RESET: u32 = 6;
    /// LPDS_WAKETIME_OPP_CFG: when the clocks start again before a timed wake, in ticks of 32768 Hz.
    pub const LPDS_WAKETIME_OPP_CFG: Rw = Rw(0x4402_D010);
    /// SRAM_DSLP_CFG, bits 3:0: the SRAM columns of 64 KB kept in deep sleep.
    pub const SRAM_DSLP_CFG: Rw = Rw(0x4402_D018);
    /// SRAM_LPDS_CFG, bits 3:0: the SRAM columns of 64 KB kept in LPDS.
    pub const SRAM_LPDS_CFG: Rw = Rw(0x4402_D01C);
    /// The four columns of 64 KB in both words.
    pub const SRAM_COLUMNS: u32 = 0xF;
    /// LPDS_WAKETIME_WAKE_CFG: when a timed wake comes, in ticks of 32768 Hz.
    pub const LPDS_WAKETIME_WAKE_CFG: Rw = Rw(0x4402_D020);
    /// APPS_GPIO_WAKE_CONF, bits 1:0: trigger of the one LPDS wake pin (TI's driver constants).
    pub const GPIO_WAKE_CONF: Rw = Rw(0x4402_D110);
    /// LPDS trigger: high level.
    pub const LPDS_HIGH_LEVEL: u32 = 0;
    /// LPDS trigger: falling edge.
    pub const LPDS_FALLING: u32 = 1;
    /// LPDS trigger: low level.
    pub const LPDS_LOW_LEVEL: u32 = 2;
    /// LPDS trigger: rising edge.
    pub const LPDS_RISING: u32 = 3;
}

/// Hibernate, its six wake pins, and the selector of the LPDS pin (HIB3P3, `hw_hib3p3.h`).
///
/// Every access here needs about 200 µs before the next one; the hardware's `Registers` waits.
pub mod hib {
    use super::Rw;

    /// First address of the block.
    pub const BASE: u32 = 0x4402_F800;
    /// First address behind the block.
    pub const END: u32 = 0x4403_0000;
    /// HIB_REQ: writing bit 0 enters HIBERNATE.
    pub const REQUEST: Rw = Rw(0x4402_F800);
    /// HIB_RTC_WAKE_EN, bit 0: the clock ends HIBERNATE.
    pub const RTC_WAKE_EN: Rw = Rw(0x4402_F818);
    /// HIB_RTC_WAKE_LSW_CONF: when it does, the low 32 bits.
    pub const RTC_WAKE_LSW: Rw = Rw(0x4402_F81C);
    /// HIB_RTC_WAKE_MSW_CONF: when it does, the high 16 bits.
    pub const RTC_WAKE_MSW: Rw = Rw(0x4402_F820);
    /// GPIO_WAKE_EN, bit n: wake line n ends HIBERNATE.
    pub const GPIO_WAKE_EN: Rw = Rw(0x4402_FC04);
    /// GPIO_WAKE_CONF, bits 2n+1:2n: trigger of wake line n.
    pub const GPIO_WAKE_CONF: Rw = Rw(0x4402_FC08);
    /// HIBERNATE trigger: low level.
    pub const HIB_LOW_LEVEL: u32 = 0;
    /// HIBERNATE trigger: high level.
    pub const HIB_HIGH_LEVEL: u32 = 1;
    /// HIBERNATE trigger: falling edge.
    pub const HIB_FALLING: u32 = 2;
    /// HIBERNATE trigger: rising edge.
    pub const HIB_RISING: u32 = 3;
    /// WAKE_STATUS: bit 0 = woke from HIBERNATE, bits 4:1 by what.
    pub const WAKE_STATUS: Rw = Rw(0x4402_FC68);
    /// WAKE_STATUS after a pin ended HIBERNATE: bit 0, and source 0100 in bits 4:1.
    pub const WOKE_BY_GPIO: u32 = 1 | (0b0100 << 1);
    /// LPDS_GPIO_SEL, bits 2:0: the one wake line that ends LPDS.
    pub const LPDS_GPIO_SEL: Rw = Rw(0x4402_FC6C);
}

/// The processor's interrupt controller (ARMv7-M, `hw_nvic.h`). The CC3200 keeps three priority bits.
pub mod nvic {
    use super::{Rw, gpio::Port};

    /// ISER0: writing 1 enables interrupts 0 to 31; reads which are enabled.
    pub const ISER0: Rw = Rw(0xE000_E100);
    /// ICER0: writing 1 disables.
    pub const ICER0: Rw = Rw(0xE000_E180);
    /// ISPR0: writing 1 makes pending; reads which are.
    pub const ISPR0: Rw = Rw(0xE000_E200);
    /// ICPR0: writing 1 makes not pending.
    pub const ICPR0: Rw = Rw(0xE000_E280);
    /// IABR0: which interrupts are being served.
    pub const IABR0: Rw = Rw(0xE000_E300);
    /// IPR0: the priority bytes of interrupts 0 to 3, which are the four GPIO ports.
    pub const IPR0: Rw = Rw(0xE000_E400);
    /// IPR1: the priority bytes of interrupts 4 to 7, two of which are the UARTs.
    pub const IPR1: Rw = Rw(0xE000_E404);
    /// The priority bits each byte of [`IPR0`] keeps.
    pub const PRIORITY_BITS: u32 = 0xE0E0_E0E0;

    /// The bit of `port` in the enable and pending words.
    #[inline]
    pub const fn bit(port: Port) -> u32 {
        1 << port.index()
    }

    /// How far the priority byte of `port` is shifted in [`IPR0`].
    #[inline]
    pub const fn priority_shift(port: Port) -> u32 {
        8 * port.index() as u32
    }
}
