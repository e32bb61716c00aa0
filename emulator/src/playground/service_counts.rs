//! Counts how often the interrupt of each pin was served: since it was armed, and since the pin was last pressed.

use pinscope_core::PinId;

/// The counts of all pins.
#[derive(Clone, Debug, Default)]
pub(super) struct ServiceCounts {
    served: [u32; PinId::COUNT],
    /// The count at the moment when the last press of the pin began. It is `None` until the first press.
    before_press: [Option<u32>; PinId::COUNT],
}

impl ServiceCounts {
    /// Returns the number of services since the interrupt was armed or its count was cleared.
    pub fn served(&self, pin: PinId) -> u32 {
        self.served[pin.index()]
    }

    /// Returns the number of services since the last press of `pin` began.
    pub fn since_press(&self, pin: PinId) -> Option<u32> {
        self.before_press[pin.index()].map(|before| self.served(pin).saturating_sub(before))
    }

    /// Counts a service.
    #[inline]
    pub fn count(&mut self, pin: PinId) {
        let served = &mut self.served[pin.index()];
        *served = served.saturating_add(1);
    }

    /// Begins a press.
    pub fn begin_press(&mut self, pin: PinId) {
        self.before_press[pin.index()] = Some(self.served(pin));
    }

    /// Sets the counts of `pin` to 0.
    pub fn clear(&mut self, pin: PinId) {
        self.served[pin.index()] = 0;
        self.before_press[pin.index()] = self.before_press[pin.index()].map(|_| 0);
    }
}
