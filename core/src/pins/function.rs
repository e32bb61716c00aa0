//! What a pin can be besides a GPIO.

/// A function of one of the chip's blocks: what a pad is connected to in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Function {
    /// UART 0 sends.
    Uart0Tx,
    /// UART 0 hears.
    Uart0Rx,
    /// UART 0 is told that it may send.
    Uart0Cts,
    /// UART 0 says that it may be sent to.
    Uart0Rts,
    /// UART 1 sends.
    Uart1Tx,
    /// UART 1 hears.
    Uart1Rx,
    /// UART 1 is told that it may send.
    Uart1Cts,
    /// UART 1 says that it may be sent to.
    Uart1Rts,
    /// The clock of I2C.
    I2c0Scl,
    /// The data of I2C.
    I2c0Sda,
    /// The clock of SPI.
    Spi0Clk,
    /// What SPI hears.
    Spi0Miso,
    /// What SPI sends.
    Spi0Mosi,
    /// Whom SPI means.
    Spi0Cs0,
    /// The clock of the SD card.
    Sd0Clk,
    /// The commands of the SD card.
    Sd0Cmd,
    /// The data of the SD card.
    Sd0Dat0,
    /// Pulses of timer 0.
    Tim0Pwm,
    /// Pulses of timer 1.
    Tim1Pwm,
    /// Pulses of timer 2.
    Tim2Pwm,
    /// Pulses of timer 3.
    Tim3Pwm,
    /// Channel 0 of the ADC.
    Adc0Ch0,
    /// Channel 1 of the ADC.
    Adc0Ch1,
    /// Channel 2 of the ADC.
    Adc0Ch2,
    /// Channel 3 of the ADC.
    Adc0Ch3,
}

impl Function {
    /// `"UART0_TX"`.
    pub const fn name(self) -> &'static str {
        NAMES[self as usize]
    }
}

/// The name of each function, which the rows of pins need not repeat.
static NAMES: [&str; Function::Adc0Ch3 as usize + 1] = [
    "UART0_TX",
    "UART0_RX",
    "UART0_CTS",
    "UART0_RTS",
    "UART1_TX",
    "UART1_RX",
    "UART1_CTS",
    "UART1_RTS",
    "I2C0_SCL",
    "I2C0_SDA",
    "SPI0_CLK",
    "SPI0_MISO",
    "SPI0_MOSI",
    "SPI0_CS0",
    "SD0_CLK",
    "SD0_CMD",
    "SD0_DAT0",
    "TIM0_PWM",
    "TIM1_PWM",
    "TIM2_PWM",
    "TIM3_PWM",
    "ADC0_CH0",
    "ADC0_CH1",
    "ADC0_CH2",
    "ADC0_CH3",
];
