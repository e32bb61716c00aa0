//! Explains words of the board where they stand. The legend explains them and more.

/// Returns the explanation of a word, which is shown as its title.
pub fn explain(word: &str) -> Option<&'static str> {
    Some(match word {
        "pended" => "The trigger has come, and the interrupt waits until the processor is free",
        "served" => "The handler was called",
        "coalesced" => "An edge came while the one before it was still pending, so both became one call of the handler",
        "irq" => "Interrupts that were served; irq is short for interrupt request",
        "HBL" => "The heartbeat LED of the WiPy",
        "port" => "The pins of a port have one interrupt line and one priority",
        "SUSPENDED" => "The pin that was armed last for SUSPENDED is the only one that ends it",
        "HIBERNATE" => "The chip has six wake lines that end HIBERNATE; each is wired to one pin",
        "PWRON_RESET" => "The supply was switched on, or the reset button was pressed",
        "HARD_RESET" => "The program reset the chip",
        "WDT_RESET" => "The watchdog reset the chip, because the program had not fed it in time",
        "DEEPSLEEP_RESET" => "The chip woke from HIBERNATE, which is a reset",
        _ => return None,
    })
}
