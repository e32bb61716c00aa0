//! Screens and preferences that Chromium emulates for the page.

use anyhow::Result;
use serde_json::json;

use super::Page;

/// A window or a phone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Device pixels per CSS pixel. A zoom of 200 % is a density of 2 on half the size.
    pub density: u32,
    /// True for a touch screen.
    pub is_phone: bool,
}

impl Screen {
    /// Returns a window of a desktop browser.
    pub const fn window(width: u32, height: u32) -> Self {
        Self { width, height, density: 1, is_phone: false }
    }

    /// Returns a phone in portrait orientation.
    pub const fn phone(width: u32, height: u32) -> Self {
        Self { width, height, density: 2, is_phone: true }
    }

    /// Returns the same screen at a zoom of 200 %.
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

    /// Sets media features that express a preference, such as `("prefers-color-scheme", "light")`.
    pub fn prefer(&self, preferences: &[(&str, &str)]) -> Result<()> {
        let features: Vec<_> = preferences.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features }))?;
        Ok(())
    }
}
