//! Finds edges in the picture, which are exact to a column.

use pinscope_core::PinId;
use pinscope_protocol::waveform::{Lane, Segment, Waveform};

/// Returns the column of the edge that is nearest to `column` and at most `max_distance` columns away from it. It is an
/// edge of `pin`, or of any pin.
pub fn nearest(waveform: &Waveform, pin: Option<PinId>, column: f64, max_distance: f64) -> Option<u16> {
    let distance = |edge: u16| (f64::from(edge) - column).abs();
    let lanes = PinId::ALL.into_iter().zip(&waveform.lanes).filter(|(lane, _)| pin.is_none_or(|pin| pin == *lane));
    let near = lanes.flat_map(|(_, lane)| edges(lane)).filter(|&edge| distance(edge) <= max_distance);
    near.reduce(|best, edge| if distance(edge) < distance(best) { edge } else { best })
}

/// Returns the column of the last edge or interrupt in view. It is one of `pin`, or of any pin if that has none.
pub fn last(waveform: &Waveform, pin: PinId) -> Option<u16> {
    let of_lane = |lane: &Lane| edges(lane).chain(lane.pended.iter().map(|mark| mark.column)).max();
    let of_pin = waveform.lanes.get(pin.index()).and_then(of_lane);
    of_pin.or_else(|| waveform.lanes.iter().filter_map(of_lane).max())
}

/// Returns the columns in which the level of a lane changes.
fn edges(lane: &Lane) -> impl Iterator<Item = u16> {
    let is_edge = |pair: &&[(u16, Segment)]| pair.iter().all(|&(_, segment)| segment != Segment::Unknown);
    lane.runs.windows(2).filter(is_edge).map(|pair| pair[1].0)
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP2, GP9, GP10};
    use pinscope_protocol::waveform::Segment::{High, Low, Unknown};
    use pinscope_protocol::waveform::{Lane, Mark, Waveform};

    use super::{last, nearest};
    use crate::timeline::window::tests::waveform;

    /// Returns a waveform in which GP10 changes in the columns 100 and 200, and GP9 in 110.
    fn edges() -> Waveform {
        let mut lanes = vec![Lane::default(); pinscope_core::PinId::COUNT];
        lanes[GP10.index()].runs = vec![(0, Unknown), (50, Low), (100, High), (200, Low), (900, Unknown)];
        lanes[GP9.index()].runs = vec![(0, High), (110, Low), (900, Unknown)];
        Waveform { lanes, ..waveform() }
    }

    #[test]
    fn the_nearest_edge_is_that_of_the_pin() {
        assert_eq!(nearest(&edges(), Some(GP10), 107.0, 8.0), Some(100));
        assert_eq!(nearest(&edges(), None, 107.0, 8.0), Some(110));
        assert_eq!(nearest(&edges(), Some(GP10), 109.0, 8.0), None);
        assert_eq!(nearest(&edges(), Some(GP10), 51.0, 8.0), None, "where the record begins there is no edge");
    }

    #[test]
    fn the_last_event_is_that_of_the_pin_or_of_any_pin() {
        let mut shown = edges();
        assert_eq!((last(&shown, GP10), last(&shown, GP9), last(&shown, GP2)), (Some(200), Some(110), Some(200)));
        shown.lanes[GP9.index()].pended = vec![Mark { column: 300, count: 2 }];
        assert_eq!(last(&shown, GP9), Some(300));
        assert_eq!(last(&waveform(), GP10), None);
    }
}
