//! The relation of cycles of the processor to simulated time.

/// Number of nanoseconds in two cycles of 80 MHz.
const TWO_CYCLES_NS: u64 = 25;

/// Returns the first nanosecond at which `cycles` have passed.
pub fn time_of(cycles: u64) -> u64 {
    cycles / 2 * TWO_CYCLES_NS + cycles % 2 * TWO_CYCLES_NS.div_ceil(2)
}

/// Returns the number of cycles that have passed at `time_ns`.
pub fn passed_at(time_ns: u64) -> u64 {
    time_ns / TWO_CYCLES_NS * 2 + time_ns % TWO_CYCLES_NS * 2 / TWO_CYCLES_NS
}

/// Returns the first cycle that does not begin before `time_ns`.
pub fn first_from(time_ns: u64) -> u64 {
    let passed = passed_at(time_ns);
    if time_of(passed) < time_ns { passed + 1 } else { passed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_begins_at_the_first_nanosecond_that_is_not_before_it() {
        for (cycle, start_ns) in (0..).zip([0, 13, 25, 38, 50, 63]) {
            assert_eq!((time_of(cycle), passed_at(start_ns), first_from(start_ns)), (start_ns, cycle, cycle));
            assert_eq!(first_from(start_ns + 1), cycle + 1);
        }
    }
}
