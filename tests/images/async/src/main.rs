//! Two tasks of an async executor: one awaits SysTick and toggles GP9 each millisecond, the other awaits rising edges
//! of GP10 and toggles GP25. Each prints a line. The executor sleeps with WFE while both wait.

#![no_std]
#![no_main]

use core::fmt::{self, Write as _};
use core::panic::PanicInfo;

use cortex_m_rt::exception;
use embassy_executor::Spawner;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;
use pinscope_core::cc3200::arm;
use pinscope_core::cc3200::gpio::Port;
use pinscope_core::link::reserved_pins;
use pinscope_core::uart::{Uart, UartConfig, UartId};
use pinscope_core::{Board, Config, Handlers, IrqConfig, Mode, Pin, PinId, Profile, Pull, Trigger, take_pending};
use pinscope_firmware::{Mmio, bringup, interrupt};

const BOARD: Board<Mmio> = Board::new(Profile::WipySilicon, Mmio);
const TICK_OUTPUT: Pin<Mmio> = BOARD.at(PinId::GP9);
const BUTTON: Pin<Mmio> = BOARD.at(PinId::GP10);
const EDGE_OUTPUT: Pin<Mmio> = BOARD.at(PinId::GP25);

const UART: Uart<Mmio> = Uart::new(UartId::A0, Mmio);

/// Number of cycles in a millisecond at 80 MHz.
const CYCLES_PER_MS: u32 = 80_000;
/// Number of milliseconds between two lines of the task of SysTick.
const TICKS_PER_LINE: u32 = 10;

static TICK: Signal<CriticalSectionRawMutex, ()> = Signal::new();
static EDGE: Signal<CriticalSectionRawMutex, PinId> = Signal::new();

/// Sends text from UARTA0.
struct Writer;

impl fmt::Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            while !UART.has_room() {}
            UART.write_byte(byte);
        }
        Ok(())
    }
}

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    bringup::run(Mmio);
    BOARD.start();
    reserved_pins::claim(BOARD);
    let output = Config { mode: Mode::Out, ..Config::DEFAULT };
    let rising = IrqConfig::new(Trigger::Rising);
    let is_set_up = TICK_OUTPUT.init(output).is_ok()
        && EDGE_OUTPUT.init(output).is_ok()
        && BUTTON.init(Config { pull: Pull::Down, ..Config::DEFAULT }).is_ok()
        && BUTTON.irq(&mut Handlers::new(), rising, ()).is_ok()
        && UART.configure(UartConfig::new(115_200)).is_ok();
    assert!(is_set_up, "a pin or the UART refused its configuration");
    // Nobody reads what is received.
    UART.set_interrupt(false);
    start_systick();
    if let (Ok(ticks), Ok(edges)) = (count_ticks(), count_edges()) {
        spawner.spawn(ticks);
        spawner.spawn(edges);
    }
    let _ = writeln!(Writer, "ready");
}

#[embassy_executor::task]
async fn count_ticks() {
    let mut ticks = 0_u32;
    loop {
        TICK.wait().await;
        TICK_OUTPUT.toggle();
        ticks += 1;
        if ticks.is_multiple_of(TICKS_PER_LINE) {
            let _ = writeln!(Writer, "ticks {ticks}");
        }
    }
}

#[embassy_executor::task]
async fn count_edges() {
    let mut edges = 0_u32;
    loop {
        let pin = EDGE.wait().await;
        EDGE_OUTPUT.toggle();
        edges += 1;
        let _ = writeln!(Writer, "edge {edges} of {pin}");
    }
}

#[exception]
fn SysTick() {
    TICK.signal(());
}

#[interrupt]
fn GPIOA1() {
    take_pending(Mmio, Port::A1).for_each(|pin| EDGE.signal(pin));
}

fn start_systick() {
    arm::SYST_RVR.write(Mmio, CYCLES_PER_MS - 1);
    arm::SYST_CVR.write(Mmio, 0);
    arm::SYST_CSR.write(Mmio, arm::SYST_ON);
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    loop {
        cortex_m::asm::wfi();
    }
}
