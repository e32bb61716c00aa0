//! The alternate functions of pins.

/// A function of a peripheral that can use a pad in place of the GPIO port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Function {
    /// UART 0 transmit data.
    Uart0Tx,
    /// UART 0 receive data.
    Uart0Rx,
    /// UART 0 clear to send, an input.
    Uart0Cts,
    /// UART 0 request to send, an output.
    Uart0Rts,
    /// UART 1 transmit data.
    Uart1Tx,
    /// UART 1 receive data.
    Uart1Rx,
    /// UART 1 clear to send, an input.
    Uart1Cts,
    /// UART 1 request to send, an output.
    Uart1Rts,
    /// I2C 0 clock.
    I2c0Scl,
    /// I2C 0 data.
    I2c0Sda,
    /// SPI 0 clock.
    Spi0Clk,
    /// SPI 0 data in.
    Spi0Miso,
    /// SPI 0 data out.
    Spi0Mosi,
    /// SPI 0 chip select.
    Spi0Cs0,
    /// SD card clock.
    Sd0Clk,
    /// SD card command.
    Sd0Cmd,
    /// SD card data.
    Sd0Dat0,
    /// Timer 0 pulse width modulation.
    Tim0Pwm,
    /// Timer 1 pulse width modulation.
    Tim1Pwm,
    /// Timer 2 pulse width modulation.
    Tim2Pwm,
    /// Timer 3 pulse width modulation.
    Tim3Pwm,
    /// ADC channel 0.
    Adc0Ch0,
    /// ADC channel 1.
    Adc0Ch1,
    /// ADC channel 2.
    Adc0Ch2,
    /// ADC channel 3.
    Adc0Ch3,
}

impl Function {
    /// Returns the manual's name, such as `"UART0_TX"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uart0Tx => "UART0_TX",
            Self::Uart0Rx => "UART0_RX",
            Self::Uart0Cts => "UART0_CTS",
            Self::Uart0Rts => "UART0_RTS",
            Self::Uart1Tx => "UART1_TX",
            Self::Uart1Rx => "UART1_RX",
            Self::Uart1Cts => "UART1_CTS",
            Self::Uart1Rts => "UART1_RTS",
            Self::I2c0Scl => "I2C0_SCL",
            Self::I2c0Sda => "I2C0_SDA",
            Self::Spi0Clk => "SPI0_CLK",
            Self::Spi0Miso => "SPI0_MISO",
            Self::Spi0Mosi => "SPI0_MOSI",
            Self::Spi0Cs0 => "SPI0_CS0",
            Self::Sd0Clk => "SD0_CLK",
            Self::Sd0Cmd => "SD0_CMD",
            Self::Sd0Dat0 => "SD0_DAT0",
            Self::Tim0Pwm => "TIM0_PWM",
            Self::Tim1Pwm => "TIM1_PWM",
            Self::Tim2Pwm => "TIM2_PWM",
            Self::Tim3Pwm => "TIM3_PWM",
            Self::Adc0Ch0 => "ADC0_CH0",
            Self::Adc0Ch1 => "ADC0_CH1",
            Self::Adc0Ch2 => "ADC0_CH2",
            Self::Adc0Ch3 => "ADC0_CH3",
        }
    }
}
