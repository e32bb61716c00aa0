//! Pads: multiplexer, pull, strength and open drain of each package pin (OCP_SHARED, `hw_ocp_shared.h`).

use super::Rw;

/// Address of the first pad word.
#[doc(alias = "GPIO_PAD_CONFIG_0")]
pub const BASE: u32 = 0x4402_E0A0;
/// Number of pad words; index 40 is GP28.
pub const COUNT: usize = 41;

/// Multiplexer, bits 3:0: 0 is GPIO, any other value the number of an alternate function.
pub const CONFMODE: u32 = 0x00F;
/// Open drain, bit 4: the high side never drives.
#[doc(alias = "IODEN")]
pub const OPEN_DRAIN: u32 = 0x010;
/// The 2 mA stage, bit 5.
#[doc(alias = "I2MAEN")]
pub const STAGE_2MA: u32 = 0x020;
/// The 4 mA stage, bit 6.
#[doc(alias = "I4MAEN")]
pub const STAGE_4MA: u32 = 0x040;
/// The 8 mA stage, bit 7.
#[doc(alias = "I8MAEN")]
pub const STAGE_8MA: u32 = 0x080;
/// Drive strength, bits 7:5: the stages that are on add up.
pub const STRENGTH: u32 = STAGE_2MA | STAGE_4MA | STAGE_8MA;
/// Weak pull-up of about 10 µA, bit 8.
#[doc(alias = "IWKPUEN")]
pub const PULL_UP: u32 = 0x100;
/// Weak pull-down of about 10 µA, bit 9.
#[doc(alias = "IWKPDEN")]
pub const PULL_DOWN: u32 = 0x200;
/// Pull resistors, bits 9:8.
pub const PULLS: u32 = PULL_UP | PULL_DOWN;
/// Output enable while overridden, bit 10: 0 drives, 1 releases the pad.
#[doc(alias = "IOE_N")]
pub const OUTPUT_OFF: u32 = 0x400;
/// Override, bit 11: bit 10 decides whether the pad drives, not DIR of the port.
#[doc(alias = "IOE_N_OV")]
pub const OVERRIDE: u32 = 0x800;
/// Output enable and its override, bits 11:10.
pub const OUTPUT_CONTROL: u32 = OVERRIDE | OUTPUT_OFF;
/// Value of [`OUTPUT_CONTROL`] that releases the pad, whatever the peripheral behind it drives.
#[doc(alias = "PIN_DIR_MODE_IN")]
pub const RELEASED: u32 = OVERRIDE | OUTPUT_OFF;
/// Value of [`OUTPUT_CONTROL`] that makes the pad drive, whatever DIR is.
#[doc(alias = "PIN_DIR_MODE_OUT")]
pub const FORCED: u32 = OVERRIDE;
/// All bits that a pad word has.
pub const BITS: u32 = 0xFFF;
/// Output enable and its override in pads 33 to 39, bits 5:4. Only the development package has these pads.
pub const SMALL_PAD_OUTPUT_CONTROL: u32 = 0x30;
/// The word after reset: released, 6 mA, multiplexer 1. It is unconfirmed; the words that software writes to pads
/// before sleep suggest it (`docs/cc3200.md`, section 3.6). Only one test depends on it.
pub const RESET: u32 = 0xC61;

/// Input enables of all pads and the analog isolation of pads 2 to 5.
#[doc(alias = "GPIO_PAD_CMN_CONFIG")]
pub const COMMON: Rw = Rw(0x4402_E144);
/// [`COMMON`] bit 0: the input enable of every pad.
#[doc(alias = "IDIEN")]
pub const COMMON_INPUTS: u32 = 0x01;
/// [`COMMON`] bit 1: the bias of the pads.
#[doc(alias = "IBIASEN")]
pub const COMMON_BIAS: u32 = 0x02;
/// [`COMMON`] bit 2: the hysteresis of the inputs.
#[doc(alias = "HYSTEN")]
pub const COMMON_HYSTERESIS: u32 = 0x04;
/// [`COMMON`] bits 4:3: the size of the hysteresis.
#[doc(alias = "HYSTVAL")]
pub const COMMON_HYSTERESIS_VALUE: u32 = 0x18;
/// [`COMMON`] bit 5: the input enable of the JTAG pads 23, 24, 28 and 29.
pub const COMMON_JTAG_INPUTS: u32 = 0x20;
/// [`COMMON`] bit 6: the first of two isolations between the dies of the package.
pub const COMMON_DIE_ISOLATION_0: u32 = 0x40;
/// [`COMMON`] bit 7: the second of two isolations between the dies of the package.
pub const COMMON_DIE_ISOLATION_1: u32 = 0x80;

/// Returns the pad word with index `index`, 0 to 40.
#[inline]
#[doc(alias = "GPIO_PAD_CONFIG")]
pub const fn config(index: u8) -> Rw {
    Rw(BASE + 4 * index as u32)
}

/// Returns the bit of [`COMMON`] that isolates the digital input of pad `index`; 0 for pads that have none.
#[inline]
pub const fn isolation(index: u8) -> u32 {
    match index {
        2..=5 => 0x80 << index,
        _ => 0,
    }
}
