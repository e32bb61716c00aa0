//! Chooses the board behind the page by the command's options.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};
use xtask::{image, serial_ports};

/// A board at the end of a serial line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Board {
    /// The firmware of this board in QEMU, which the bridge starts.
    Qemu(image::Board),
    /// A physical board, at a serial port.
    Serial(String),
    /// A program that listens at this socket.
    Socket(PathBuf),
}

impl Board {
    /// Returns the board that the options name. `other` is a board that is not QEMU.
    ///
    /// # Errors
    /// The options name no board or several. The message lists the options.
    pub fn from_options(other: Option<Self>, is_qemu: bool, profile: Option<&str>) -> Result<Self> {
        match (other, is_qemu) {
            (Some(board), false) => {
                ensure!(profile.is_none(), "--board needs --qemu, because a physical board reports what it is");
                Ok(board)
            }
            (None, true) => {
                let name = profile.unwrap_or(image::Board::Wipy.name());
                let profile = image::Board::from_name(name);
                profile.map(Self::Qemu).with_context(|| format!("--board takes wipy or launchxl, not {name}"))
            }
            (Some(_), true) => bail!("only one board can be behind the page: remove --qemu or the other option"),
            (None, false) => bail!(
                "a board is missing: --qemu runs the firmware in QEMU, --serial DEVICE connects a physical board; {}",
                serial_ports::list()
            ),
        }
    }

    /// Returns the name of the emulator that the board runs in, or `None` for a physical board.
    pub fn emulator(&self) -> Option<&'static str> {
        matches!(self, Self::Qemu(_)).then_some("QEMU")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_board_is_chosen() {
        let qemu = Board::from_options(None, true, Some("launchxl")).unwrap();
        assert_eq!((&qemu, qemu.emulator()), (&Board::Qemu(image::Board::Launchxl), Some("QEMU")));
        let serial = || Some(Board::Serial("/dev/ttyUSB0".to_owned()));
        assert_eq!(Board::from_options(serial(), false, None).unwrap().emulator(), None);
        let error = |other, is_qemu, profile| Board::from_options(other, is_qemu, profile).unwrap_err().to_string();
        assert!(error(None, false, None).contains("--serial DEVICE"));
        assert!(error(serial(), true, None).contains("only one board"));
        assert!(error(serial(), false, Some("wipy")).contains("--board needs --qemu"));
        assert!(error(None, true, Some("uno")).contains("wipy or launchxl, not uno"));
    }
}
