//! The CC3200-LAUNCHXL: where its headers P1 to P4 bring out each pin (`P19` is header P1, pin 9).

use super::PinId;

/// Header labels in the order of [`PinId::ALL`].
pub(super) const LABELS: [&str; PinId::COUNT] = [
    "P33", "P29", "P49", "P410", "P110", "P14", "P13", "P17", "P27", "P26", "P23", "P210", "P22", "P19", "P39", "P37",
    "P18", "P15", "P38", "P24", "P12", "P310", "P16", "P34", "P28",
];
