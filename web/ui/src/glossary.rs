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
        _ => return None,
    })
}
