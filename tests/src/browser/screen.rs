//! What the page is seen on, and by whom: Chromium pretends.

use anyhow::Result;
use serde_json::json;

use super::Page;

/// A window or a phone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// Its width in CSS pixels.
    pub width: u32,
    /// Its height in CSS pixels.
    pub height: u32,
    /// Pixels a CSS pixel; 200 % zoom is 2 on half the size.
    pub density: u32,
    /// Whether fingers touch it.
    pub is_phone: bool,
}

impl Screen {
    /// A window on a desk.
    pub const fn window(width: u32, height: u32) -> Self {
        Self { width, height, density: 1, is_phone: false }
    }

    /// A phone, upright.
    pub const fn phone(width: u32, height: u32) -> Self {
        Self { width, height, density: 2, is_phone: true }
    }

    /// The same with everything twice as large.
    pub const fn zoomed(self) -> Self {
        Self { width: self.width / 2, height: self.height / 2, density: self.density * 2, ..self }
    }
}

impl Page {
    /// Shows the page on a screen.
    pub fn show_on(&self, screen: Screen) -> Result<()> {
        let Screen { width, height, density, is_phone } = screen;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": density, "mobile": is_phone});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)?;
        self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": is_phone }))?;
        Ok(())
    }

    /// Sets what the person prefers: `("prefers-color-scheme", "light")`.
    pub fn prefer(&self, preferences: &[(&str, &str)]) -> Result<()> {
        let features: Vec<_> = preferences.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }))?;
        Ok(())
    }
}
