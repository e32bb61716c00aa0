//! The registers that initialize the chip and prepare LPDS are those of `docs/cc3200.md`, sections 1.2, 1.3 and 6.2.
//!
//! The emulator does not use them, so no other test would notice a wrong constant.

use pinscope_core::cc3200::{arm, gprcm, mcu_init};

#[test]
fn bring_up_writes_what_ti_writes() {
    let steps = [
        (mcu_init::DCDC_PARAMETERS16.0, 0x4402_F064, mcu_init::DCDC_LPDS_ERRATUM, 0x0080_0000),
        (mcu_init::HIB_REG0.0, 0x4402_FC18, mcu_init::HIB_WAKE_ERRATUM, 0x10),
        (mcu_init::SPARE_REG_5.0, 0x4402_E16C, mcu_init::CLOCK_ERRATUM, 0x3C),
        (mcu_init::RTC_TIMER_ENABLE.0, 0x4402_F804, 1, 1),
        (mcu_init::DEVICE_PADS.0, 0x4402_E184, mcu_init::JTAG_OVERRIDE, 0x2),
        (mcu_init::EFUSE_READ_REG0.0, 0x4402_DC78, mcu_init::PROCESS_INDICATOR, 0x03C0_0000),
        (mcu_init::CORE_VOLTAGE.0, 0x4402_F0B0, mcu_init::CORE_VOLTAGE_TRIM, 0x00FC_0000),
        (mcu_init::SPARE_LOWV.0, 0x4402_FC74, mcu_init::SOFT_RESTART_DISABLE, 0x1000_0000),
        (mcu_init::DCDC_OVERRIDE.0, 0x4402_F0A8, mcu_init::DCDC_SLEEP_DISABLE, 0x4),
        (mcu_init::I2C_OWNER.0, 0x400F_7000, mcu_init::I2C_OWNER_APPS, 0x1),
        (mcu_init::GPIO_OWNER.0, 0x400F_703C, mcu_init::GPIO_OWNER_APPS, 0x155),
    ];
    for (place, expected_place, bits, expected_bits) in steps {
        assert_eq!((place, bits), (expected_place, expected_bits), "{expected_place:#010x}");
    }
    assert_eq!((mcu_init::I2C_OWNER_BITS, mcu_init::GPIO_OWNER_BITS), (0x3, 0x3FF));
    assert_eq!(
        [
            mcu_init::PROCESS_RAISED_VOLTAGE >> 22,
            mcu_init::CORE_VOLTAGE_RAISED >> 18,
            mcu_init::CORE_VOLTAGE_NOMINAL >> 18
        ],
        [0xE, 0x32, 0x29]
    );
    let blocks = [mcu_init::UDMA_CLOCK, mcu_init::UDMA_RESET, mcu_init::WATCHDOG_CLOCK, mcu_init::WATCHDOG_RESET];
    assert_eq!(blocks.map(|word| word.0), [0x4402_5048, 0x4402_504C, 0x4402_5078, 0x4402_507C]);
}

#[test]
fn lpds_uses_the_words_that_the_rom_reads() {
    assert_eq!((mcu_init::RESTORE_SP.0, mcu_init::RESTORE_PC.0), (0x4402_E18C, 0x4402_E190));
    assert_eq!((mcu_init::TEST_POWER_DOMAIN.0, mcu_init::TEST_POWER_DOMAIN_OFF), (0x4402_E168, 0x200));
    assert_eq!(
        (mcu_init::BANDGAP_DUTY_CYCLE.0, gprcm::SRAM_LPDS_CFG.0, gprcm::SRAM_COLUMNS),
        (0x4402_F0C0, 0x4402_D01C, 0xF)
    );
}

#[test]
fn the_processors_own_words_are_where_arm_puts_them() {
    let places = [arm::SYST_CSR.0, arm::SYST_RVR.0, arm::SYST_CVR.0, arm::ICSR.0, arm::VTOR.0, arm::MPU_CTRL.0];
    assert_eq!(places, [0xE000_E010, 0xE000_E014, 0xE000_E018, 0xE000_ED04, 0xE000_ED08, 0xE000_ED94]);
    let faults = [arm::CFSR.0, arm::MMFAR.0, arm::BFAR.0, arm::MPU_TYPE.0, arm::MPU_RBAR.0, arm::MPU_RASR.0];
    assert_eq!(faults, [0xE000_ED28, 0xE000_ED34, 0xE000_ED38, 0xE000_ED90, 0xE000_ED9C, 0xE000_EDA0]);
    assert_eq!((arm::SYST_ON, arm::ICSR_SYST_PENDING, arm::MPU_ON, arm::MPU_REGION_0), (7, 0x0400_0000, 5, 0x10));
    assert_eq!((arm::CFSR_STACKING, arm::CFSR_MMFAR, arm::MPU_REGIONS), (0x1010, 0x80, 0xFF00));
    // The region's attributes are: execute never, no access, 2^(9+1) bytes, enabled.
    assert_eq!(arm::MPU_NO_ACCESS_1K, 0x1000_0013);
}
