//! The fields of the registers of timers, UARTs, watchdog, ADC and real-time clock, with TI's names.

use pinscope_core::adc::PINS as ADC_PINS;
use pinscope_core::cc3200::timer::{self, Cause, Half, Timer};
use pinscope_core::cc3200::{adc, arcm, hib, uart, watchdog};
use pinscope_core::rtc;

use super::layout::{CLOCK, FieldRow, INTERRUPTS, SWITCH, ValueNames, chip, number, peripheral, pin, value};
use crate::register_map::{CAPTURE_PATHS, CLOCK_GATE, Peripheral, Register, SOFT_RESET};

/// Rows for the registers with these names.
type Rows = &'static [(&'static [&'static str], &'static [FieldRow])];

/// Returns the rows of `register`, the lowest bits first. It belongs to one of the blocks of this file.
pub(super) fn rows(register: Register) -> &'static [FieldRow] {
    let rows = match register.block {
        _ if register.name == CLOCK_GATE => return &CLOCK,
        _ if register.name == SOFT_RESET => return RESET,
        Peripheral::Timer(_) => TIMER,
        Peripheral::Uart(_) => UART,
        Peripheral::Watchdog => WATCHDOG,
        Peripheral::Adc => ADC,
        Peripheral::AdcChannel(_) => ADC_CHANNEL,
        _ => RTC,
    };
    rows.iter().find(|(names, _)| names.contains(&register.name)).map_or(&[], |&(_, rows)| rows)
}

const RESET: &[FieldRow] = &[chip("SOFT_RESET", arcm::IN_RESET, SWITCH)];
const WORD: &[FieldRow] = &[number("TICKS", u32::MAX)];

const COUNTERS: ValueNames = &[
    (timer::ONE_TIMER, "one of 32 bits"),
    (timer::REAL_TIME_CLOCK, "real-time clock"),
    (timer::TWO_HALVES, "two of 16 bits"),
];
const TIMER_KINDS: ValueNames =
    &[(0, "none"), (timer::ONE_SHOT, "one-shot"), (timer::PERIODIC, "periodic"), (timer::CAPTURE, "capture")];
const EDGES: ValueNames = &[
    (value(timer::EVENT, timer::EVENT_RISING), "rising"),
    (value(timer::EVENT, timer::EVENT_FALLING), "falling"),
    (value(timer::EVENT, timer::EVENT_BOTH), "both"),
];

const fn capture_path(name: &'static str, timer: Timer, half: Half) -> FieldRow {
    chip(name, timer::capture_path(timer, half), &[(0, "closed"), (1, "open")])
}

const fn cause(name: &'static str, cause: Cause, half: Half) -> FieldRow {
    chip(name, cause.bit(half), INTERRUPTS)
}

static TIMER: Rows = &[
    (&["CFG"], &[chip("CFG", timer::CFG_BITS, COUNTERS)]),
    (
        &["TAMR", "TBMR"],
        &[
            chip("MODE", timer::KIND, TIMER_KINDS),
            chip("CMR", timer::EDGE_TIME, &[(0, "edge count"), (1, "edge time")]),
            chip("AMS", timer::PWM, &[(0, "no PWM"), (1, "PWM")]),
            chip("CDIR", timer::COUNT_UP, &[(0, "down"), (1, "up")]),
            chip("MIE", timer::MATCH_INTERRUPT, SWITCH),
            chip("PWMIE", timer::PWM_INTERRUPT, SWITCH),
        ],
    ),
    (
        &["CTL"],
        &[
            chip("TAEN", timer::ENABLE, SWITCH),
            chip("TAEVENT", timer::EVENT, EDGES),
            chip("TAPWML", timer::INVERTED, &[(0, "as it is"), (1, "inverted")]),
            chip("TBEN", timer::ENABLE << 8, SWITCH),
            chip("TBEVENT", timer::EVENT << 8, EDGES),
            chip("TBPWML", timer::INVERTED << 8, &[(0, "as it is"), (1, "inverted")]),
        ],
    ),
    (
        &["IMR", "RIS", "MIS", "ICR"],
        &[
            cause("TATO", Cause::Timeout, Half::A),
            cause("CAM", Cause::CaptureMatch, Half::A),
            cause("CAE", Cause::CaptureEvent, Half::A),
            cause("TAM", Cause::Match, Half::A),
            cause("TBTO", Cause::Timeout, Half::B),
            cause("CBM", Cause::CaptureMatch, Half::B),
            cause("CBE", Cause::CaptureEvent, Half::B),
            cause("TBM", Cause::Match, Half::B),
        ],
    ),
    (
        &[CAPTURE_PATHS],
        &[
            capture_path("TIMERA0_A", Timer::A0, Half::A),
            capture_path("TIMERA0_B", Timer::A0, Half::B),
            capture_path("TIMERA1_A", Timer::A1, Half::A),
            capture_path("TIMERA1_B", Timer::A1, Half::B),
            capture_path("TIMERA2_A", Timer::A2, Half::A),
            capture_path("TIMERA2_B", Timer::A2, Half::B),
            capture_path("TIMERA3_A", Timer::A3, Half::A),
            capture_path("TIMERA3_B", Timer::A3, Half::B),
        ],
    ),
    (&["TAPR", "TBPR", "TAPMR", "TBPMR"], &[number("PRESCALE", 0xFF)]),
    (&["TAILR", "TBILR", "TAMATCHR", "TBMATCHR", "TAR", "TBR", "TAV", "TBV"], WORD),
];

const FIFO_LEVELS: ValueNames = &[(0, "2"), (1, "4"), (2, "8"), (3, "12"), (4, "14")];

static UART: Rows = &[
    (
        &["DR"],
        &[
            number("DATA", 0xFF),
            chip("FE", uart::DR_FRAMING, INTERRUPTS),
            chip("PE", uart::DR_PARITY, INTERRUPTS),
            chip("BE", uart::DR_BREAK, INTERRUPTS),
            chip("OE", uart::DR_OVERRUN, INTERRUPTS),
        ],
    ),
    (
        &["RSR"],
        &[
            chip("FE", uart::DR_FRAMING >> uart::RSR_SHIFT, INTERRUPTS),
            chip("PE", uart::DR_PARITY >> uart::RSR_SHIFT, INTERRUPTS),
            chip("BE", uart::DR_BREAK >> uart::RSR_SHIFT, INTERRUPTS),
            chip("OE", uart::DR_OVERRUN >> uart::RSR_SHIFT, INTERRUPTS),
        ],
    ),
    (
        &["FR"],
        &[
            chip("CTS", uart::FR_CTS, SWITCH),
            chip("BUSY", uart::FR_BUSY, SWITCH),
            chip("RXFE", uart::FR_RXFE, SWITCH),
            chip("TXFF", uart::FR_TXFF, SWITCH),
            chip("RXFF", uart::FR_RXFF, SWITCH),
            chip("TXFE", uart::FR_TXFE, SWITCH),
        ],
    ),
    (&["IBRD"], &[number("DIVISOR", uart::IBRD_BITS)]),
    (&["FBRD"], &[number("SIXTY_FOURTHS", uart::FBRD_BITS)]),
    (
        &["LCRH"],
        &[
            chip("BRK", uart::LCRH_BRK, SWITCH),
            chip("PEN", uart::LCRH_PEN, SWITCH),
            chip("EPS", uart::LCRH_EPS, &[(0, "odd"), (1, "even")]),
            chip("STP2", uart::LCRH_STP2, &[(0, "one stop bit"), (1, "two stop bits")]),
            chip("FEN", uart::LCRH_FEN, SWITCH),
            chip("WLEN", uart::LCRH_WLEN, &[(0, "5 bits"), (1, "6 bits"), (2, "7 bits"), (3, "8 bits")]),
            chip("SPS", uart::LCRH_SPS, SWITCH),
        ],
    ),
    (
        &["CTL"],
        &[
            chip("UARTEN", uart::CTL_UARTEN, SWITCH),
            chip("EOT", uart::CTL_EOT, SWITCH),
            chip("HSE", uart::CTL_HSE, SWITCH),
            chip("LBE", uart::CTL_LBE, SWITCH),
            chip("TXE", uart::CTL_TXE, SWITCH),
            chip("RXE", uart::CTL_RXE, SWITCH),
            chip("RTS", uart::CTL_RTS, SWITCH),
            chip("RTSEN", uart::CTL_RTSEN, SWITCH),
            chip("CTSEN", uart::CTL_CTSEN, SWITCH),
        ],
    ),
    (&["IFLS"], &[chip("TX", uart::IFLS_TX, FIFO_LEVELS), chip("RX", uart::IFLS_RX, FIFO_LEVELS)]),
    (
        &["IM", "RIS", "MIS", "ICR"],
        &[
            chip("RX", uart::RX_INTERRUPT, INTERRUPTS),
            chip("TX", uart::TX_INTERRUPT, INTERRUPTS),
            chip("RT", uart::RT_INTERRUPT, INTERRUPTS),
            chip("FE", uart::FE_INTERRUPT, INTERRUPTS),
            chip("PE", uart::PE_INTERRUPT, INTERRUPTS),
            chip("BE", uart::BE_INTERRUPT, INTERRUPTS),
            chip("OE", uart::OE_INTERRUPT, INTERRUPTS),
        ],
    ),
];

static WATCHDOG: Rows = &[
    (&["LOAD", "VALUE"], WORD),
    (&["CTL"], &[chip("INTEN", watchdog::ENABLE, SWITCH), chip("RESEN", watchdog::RESET, SWITCH)]),
    (&["ICR", "RIS", "MIS"], &[chip("WDT", 1, INTERRUPTS)]),
    (&["TEST"], &[chip("STALL", watchdog::STALL, SWITCH)]),
    (&["LOCK"], &[chip("LOCK", 1, &[(0, "unlocked"), (1, "locked")])]),
];

static ADC: Rows = &[
    (&["CTRL"], &[chip("EN", adc::ENABLE, SWITCH), chip("RESET", adc::SOFT_RESET, SWITCH)]),
    (
        &["CH_ENABLE"],
        &[
            pin("CH0", adc::channel_enable(0), ADC_PINS[0]),
            pin("CH2", adc::channel_enable(2), ADC_PINS[1]),
            pin("CH4", adc::channel_enable(4), ADC_PINS[2]),
            pin("CH6", adc::channel_enable(6), ADC_PINS[3]),
        ],
    ),
    (&["TIMER_CONF"], &[number("COUNT", adc::TIMER_COUNT), chip("EN", adc::TIMER_ENABLE, SWITCH)]),
    (&["TIMER_NOW"], &[number("COUNT", adc::TIMER_COUNT)]),
];

static ADC_CHANNEL: Rows = &[
    (&["GAIN"], &[peripheral("GAIN", adc::GAIN, &[(0, "×1"), (1, "×2"), (2, "×3"), (3, "×4")])]),
    (
        &["IRQ_EN", "IRQ_STATUS"],
        &[
            peripheral("FULL", adc::FIFO_FULL, INTERRUPTS),
            peripheral("EMPTY", adc::FIFO_EMPTY, INTERRUPTS),
            peripheral("UNDERFLOW", adc::FIFO_UNDERFLOW, INTERRUPTS),
            peripheral("OVERFLOW", adc::FIFO_OVERFLOW, INTERRUPTS),
        ],
    ),
    (
        &["FIFODATA"],
        &[
            peripheral("SAMPLE", adc::MAX_SAMPLE << adc::SAMPLE_SHIFT, &[]),
            peripheral("STAMP", u32::MAX << adc::STAMP_SHIFT, &[]),
        ],
    ),
    (&["FIFO_LVL"], &[peripheral("LEVEL", adc::LEVEL, &[])]),
];

static RTC: Rows = &[
    (&["HIB_RTC_TIMER_ENABLE"], &[chip("EN", 1, SWITCH)]),
    (&["HIB_RTC_TIMER_MSW_1P2", "HIB_RTC_IRQ_MSW_CONF"], &[number("TICKS", 0xFFFF)]),
    (&["HIB_RTC_IRQ_ENABLE"], &[chip("MATCH", hib::RTC_INTERRUPTS, SWITCH)]),
    (&["HIB_RTC_TIMER_LSW_1P2", "HIB_RTC_IRQ_LSW_CONF"], WORD),
    (&["MEM_HIB_REG2"], &[number("FRACTION", rtc::FRACTION), chip("SET", rtc::IS_SET, SWITCH)]),
    (&["MEM_HIB_REG3"], &[number("SECONDS", u32::MAX)]),
    (&["RCM_INTERRUPT_STATUS"], &[chip("MATCH", arcm::SLOW_CLOCK_MATCH, INTERRUPTS)]),
    (&["RCM_INTERRUPT_ENABLE"], &[chip("MATCH", arcm::SLOW_CLOCK_INTERRUPT, SWITCH)]),
];
