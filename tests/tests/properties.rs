//! Properties that hold after any sequence of actions on a board.
#![cfg(not(target_arch = "wasm32"))]

#[path = "properties/checkpoint.rs"]
mod checkpoint;
#[path = "generate/commands.rs"]
mod commands;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use commands::{command, config, irq_config, level, pin};
use pinscope_core::{
    Command, EventKind, IrqConfig, Level, Mode, PadLevel, PinId, Profile, Reaction, Registers, RegistersMut, Trigger,
};
use pinscope_emulator::{Bench, Bounce, ClockSignal, Endpoint, Playground, Stimulus, VoltageSource, share};
use proptest::prelude::*;
use proptest::sample::select;

fn endpoint() -> impl Strategy<Value = Endpoint> {
    prop_oneof![3 => pin().prop_map(Endpoint::Pin), 1 => level().prop_map(Endpoint::Rail)]
}

fn stimulus() -> impl Strategy<Value = Stimulus> {
    let bounce = (any::<u64>(), proptest::option::of(0..60_u32), 0..2_000_000_u64);
    let signal = (10.0..200_000.0_f64, 0.01..0.99_f64)
        .prop_filter_map("a possible clock", |(hertz, duty)| ClockSignal::new(hertz, duty));
    let voltage = (0.0..3.6_f64, 0.0..3.6_f64, 1.0..100_000.0_f64)
        .prop_map(|(low, high, hertz)| VoltageSource::sine(low, high, hertz).or(VoltageSource::constant(low)));
    prop_oneof![
        4 => (pin(), proptest::option::of(level())).prop_map(|(pin, level)| Stimulus::Drive { pin, level }),
        2 => pin().prop_map(|pin| Stimulus::Click { pin }),
        1 => pin().prop_map(|pin| Stimulus::Press { pin }),
        1 => pin().prop_map(|pin| Stimulus::Release { pin }),
        1 => (pin(), bounce).prop_map(|(pin, (seed, edges, window_ns))| {
            Stimulus::Bounce { pin, bounce: Bounce { seed, edges, window_ns } }
        }),
        1 => (pin(), 0..100_000_u64).prop_map(|(pin, ns)| Stimulus::Pulse { pin, ns }),
        1 => (pin(), signal).prop_map(|(pin, signal)| Stimulus::Clock { pin, signal }),
        2 => (pin(), pin()).prop_map(|(a, b)| Stimulus::Wire { a, b }),
        1 => (pin(), pin()).prop_map(|(a, b)| Stimulus::Unwire { a, b }),
        1 => (pin(), level()).prop_map(|(pin, rail)| Stimulus::WireToRail { pin, rail }),
        1 => (pin(), level()).prop_map(|(pin, rail)| Stimulus::UnwireFromRail { pin, rail }),
        1 => (pin(), proptest::option::of(endpoint())).prop_map(|(pin, end)| Stimulus::PlaceButton { pin, end }),
        1 => (pin(), voltage).prop_map(|(pin, source)| Stimulus::Voltage { pin, source }),
    ]
}

/// An action on a board.
#[derive(Clone, Debug)]
enum Action {
    Command(Command),
    Stimulus(Stimulus),
    Advance(u64),
    Reset,
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        6 => command().prop_map(Action::Command),
        6 => stimulus().prop_map(Action::Stimulus),
        3 => (0..300_000_u64).prop_map(Action::Advance),
        1 => Just(Action::Reset),
    ]
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    proptest::collection::vec(action(), 0..40)
}

fn profile() -> impl Strategy<Value = Profile> {
    select(&Profile::ALL[..])
}

fn apply(playground: &mut Playground, action: &Action) {
    match *action {
        // A command may be refused.
        Action::Command(command) => drop(playground.command(command)),
        Action::Stimulus(stimulus) => playground.stimulus(stimulus),
        Action::Advance(ns) => playground.advance(ns),
        Action::Reset => playground.reset_chip(),
    }
}

fn board_after(profile: Profile, actions: &[Action]) -> Playground {
    let mut playground = Playground::new(profile);
    actions.iter().for_each(|action| apply(&mut playground, action));
    playground
}

/// Returns whether there is a wire between `pin` and `end`.
fn is_wired(playground: &Playground, pin: PinId, end: Endpoint) -> bool {
    let machine = playground.machine();
    match end {
        Endpoint::Pin(other) => machine.wires().contains(&(pin.min(other), pin.max(other))),
        Endpoint::Rail(rail) => machine.rail_wires().contains(&(pin, rail)),
    }
}

/// Returns the level of each pad, and the level that it reads.
fn levels(playground: &Playground) -> [(PadLevel, Level); PinId::COUNT] {
    let machine = playground.machine();
    PinId::ALL.map(|pin| (machine.level(pin), machine.peek_board().at(pin).latch()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_configuration_round_trips_through_registers(profile in profile(), pin in pin(), config in config()) {
        let playground = Playground::new(profile);
        let board = playground.machine().board();
        if board.at(pin).init(config).is_ok() {
            let pin = board.at(pin);
            prop_assert_eq!((pin.pull(), pin.drive()), (config.pull, config.drive));
            if config.mode.is_gpio() || config.alt > 0 {
                prop_assert_eq!((pin.mode(), pin.alt()), (config.mode, config.alt));
            } else {
                prop_assert_eq!((pin.mode(), pin.alt()), (Mode::In, -1), "the multiplexer is at 0");
            }
        }
    }

    #[test]
    fn an_interrupt_round_trips_through_registers(profile in profile(), pin in pin(), config in irq_config()) {
        let playground = Playground::new(profile);
        let mut handlers = pinscope_core::Handlers::new();
        if playground.machine().board().at(pin).irq(&mut handlers, config, ()).is_ok() {
            let pin = playground.machine().board().at(pin);
            let decoded = (pin.trigger(), pin.priority(), pin.wake());
            prop_assert_eq!(decoded, (config.trigger, config.priority, Some(config.wake)));
        }
    }

    #[test]
    fn a_refused_call_changes_no_word(profile in profile(), actions in actions(), command in command()) {
        let mut playground = board_after(profile, &actions);
        let before = playground.machine().clone();
        if playground.command(command).is_err() {
            prop_assert!(playground.machine() == &before);
        }
    }

    #[test]
    fn two_handles_on_one_pin_are_one_pin(pin in pin(), configs in proptest::collection::vec(config(), 1..8)) {
        let playground = Playground::new(Profile::Wipy);
        let board = playground.machine().board();
        let (one, other) = (board.at(pin), board.pin(pin.name()).expect("it exists"));
        for config in configs {
            let _ = one.init(config);
            prop_assert_eq!(one.to_string(), other.to_string());
            prop_assert_eq!((one.latch(), one.driven()), (other.latch(), other.driven()));
        }
    }

    /// With handlers that do nothing, an edge-triggered interrupt needs a change of its pad's level at the same moment.
    /// A pad in contention is an exception: its level stays the same while the stronger side, which it reads, changes.
    #[test]
    fn no_edge_without_a_change_of_level(
        pins in proptest::collection::vec(pin(), 1..5),
        stimuli in proptest::collection::vec(stimulus(), 0..40),
        configs in proptest::collection::vec((pin(), config()), 0..10),
    ) {
        let mut playground = Playground::new(Profile::Wipy);
        for (index, &pin) in pins.iter().enumerate() {
            let trigger = [Trigger::Rising, Trigger::Falling, Trigger::BothEdges][index % 3];
            let irq = Command::Irq { pin, config: IrqConfig::new(trigger), reaction: Reaction::Nothing, takes_ns: 0 };
            playground.command(irq).expect("valid");
        }
        for (index, &stimulus) in stimuli.iter().enumerate() {
            playground.stimulus(stimulus);
            if let Some(&(pin, config)) = configs.get(index) {
                let _ = playground.command(Command::Init { pin, config });
            }
            playground.advance(50_000);
        }
        playground.machine().trace(|trace| {
            let mut shown = [(None, PadLevel::Floating); PinId::COUNT];
            for (_, event) in trace.since(0) {
                match event.kind {
                    EventKind::Level { pin, level } => shown[pin.index()] = (Some(event.time_ns), level),
                    EventKind::Irq { pin, .. } => {
                        let (changed, level) = shown[pin.index()];
                        prop_assert!(changed == Some(event.time_ns) || level == PadLevel::Contention);
                    }
                    _ => {}
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_nets_level_depends_on_its_members_and_not_on_their_order(
        (wires, shuffled) in proptest::collection::vec((pin(), pin()), 1..12)
            .prop_flat_map(|wires| (Just(wires.clone()), Just(wires).prop_shuffle())),
        configs in proptest::collection::vec((pin(), config()), 0..12),
    ) {
        let board = |wires: &[(PinId, PinId)]| {
            let mut playground = Playground::new(Profile::Wipy);
            for &(pin, config) in &configs {
                let _ = playground.command(Command::Init { pin, config });
            }
            for &(a, b) in wires {
                playground.stimulus(Stimulus::Wire { a, b });
            }
            PinId::ALL.map(|pin| playground.machine().level(pin))
        };
        prop_assert_eq!(board(&wires), board(&shuffled));
    }

    #[test]
    fn a_wire_to_a_rail_is_an_external_source_of_its_level(
        configs in proptest::collection::vec((pin(), config()), 0..12),
        wires in proptest::collection::vec((pin(), pin()), 0..12),
        pin in pin(),
        rail in level(),
    ) {
        let board = |last| {
            let mut playground = Playground::new(Profile::Wipy);
            for &(pin, config) in &configs {
                let _ = playground.command(Command::Init { pin, config });
            }
            wires.iter().for_each(|&(a, b)| playground.stimulus(Stimulus::Wire { a, b }));
            playground.stimulus(last);
            levels(&playground)
        };
        let wired = board(Stimulus::WireToRail { pin, rail });
        prop_assert_eq!(wired, board(Stimulus::Drive { pin, level: Some(rail) }));
    }

    #[test]
    fn a_pressed_button_between_two_points_is_a_wire(actions in actions(), pin in pin(), end in endpoint()) {
        prop_assume!(end != Endpoint::Pin(pin));
        let mut pressed = board_after(Profile::Wipy, &actions);
        pressed.stimulus(Stimulus::Bounce { pin, bounce: Bounce::none(pin) });
        pressed.stimulus(Stimulus::PlaceButton { pin, end: Some(end) });
        // A wire that is there already would stay when the button opens.
        prop_assume!(!is_wired(&pressed, pin, end));
        let mut wired = pressed.clone();
        pressed.stimulus(Stimulus::Press { pin });
        wired.stimulus(Stimulus::wire(pin, end));
        prop_assert_eq!(levels(&pressed), levels(&wired));
        pressed.stimulus(Stimulus::Release { pin });
        wired.stimulus(Stimulus::unwire(pin, end));
        prop_assert_eq!(levels(&pressed), levels(&wired));
    }

    #[test]
    fn a_cloned_board_given_the_same_gives_the_same_trace(before in actions(), then in actions()) {
        let mut one = board_after(Profile::Wipy, &before);
        let mut other = one.clone();
        for action in &then {
            apply(&mut one, action);
            apply(&mut other, action);
        }
        prop_assert!(one.machine() == other.machine());
    }

    #[test]
    fn one_big_step_of_time_is_many_small_ones(actions in actions(), steps in 1..50_u64) {
        let mut one = board_after(Profile::Wipy, &actions);
        let mut other = one.clone();
        one.advance(steps * 20_011);
        (0..steps).for_each(|_| other.advance(20_011));
        prop_assert!(one.machine() == other.machine());
    }

    #[test]
    fn a_snapshot_decodes_as_the_machine_does(profile in profile(), actions in actions()) {
        let playground = board_after(profile, &actions);
        let snapshot = playground.snapshot(true);
        for pin in PinId::ALL {
            let (shown, real) = (snapshot.pin(pin), playground.machine().peek_board().at(pin));
            prop_assert_eq!(shown.to_string(), real.to_string());
            let decoded = |trigger, priority, wake, latch, driven| (trigger, priority, wake, latch, driven);
            prop_assert_eq!(
                decoded(shown.trigger(), shown.priority(), shown.wake(), shown.latch(), shown.driven()),
                decoded(real.trigger(), real.priority(), real.wake(), real.latch(), real.driven())
            );
        }
    }

    #[test]
    fn looking_changes_nothing(actions in actions()) {
        let playground = board_after(Profile::Wipy, &actions);
        let before = playground.machine().clone();
        playground.snapshot(true);
        playground.wake_report();
        for register in pinscope_protocol::register_map::registers() {
            playground.machine().peek().read(register.addr);
        }
        prop_assert!(playground.machine() == &before);
    }

    #[test]
    fn no_register_access_causes_a_panic(
        actions in actions(),
        accesses in proptest::collection::vec((any::<prop::sample::Index>(), 0..0x1000_u32, any::<u32>()), 0..60),
    ) {
        let mut playground = board_after(Profile::Wipy, &actions);
        let blocks = [0x4000_4000, 0x4000_5000, 0x4000_6000, 0x4000_7000, 0x4402_5000, 0x4402_D000, 0x4402_E000,
            0x4402_F000, 0xE000_E000, 0x4000_0000, 0x4000_C000, 0x4003_0000, 0x4003_3000, 0x4402_6000, 0x0000_0000, 0xFFFF_F000_u32];
        [0x4402_5078, 0x4402_5080, 0x4402_5090, 0x4402_50A8].into_iter().for_each(|gate| playground.machine().write(gate, 1));
        for (block, offset, value) in accesses {
            let addr = block.get(&blocks) + offset;
            playground.machine().write(addr, value);
            playground.machine().read(addr);
            playground.advance(1000);
        }
        playground.stimulus(Stimulus::Click { pin: PinId::GP10 });
        playground.snapshot(true);
    }

    /// A bench is loaded with its buttons open and without its pulses. A board that sleeps may therefore meet the level
    /// for which it waits, and wake.
    #[test]
    fn a_saved_bench_can_be_restored(profile in profile(), actions in actions()) {
        let bench = board_after(profile, &actions).bench();
        prop_assert_eq!(share::decode(&share::encode(&bench)), Ok(bench.clone()));
        let (again, refused) = Playground::load(&bench);
        prop_assert_eq!(refused, 0);
        prop_assert_eq!(again.bench().stimuli, bench.stimuli.clone());
        let set_up = |bench: &Bench| bench.commands.iter().filter(|command| !matches!(command, Command::SetValue { .. })).copied().collect::<Vec<_>>();
        if again.machine().trace(|trace| trace.since(0).any(|(_, event)| matches!(event.kind, EventKind::Wake { .. }))) {
            prop_assert!(matches!(bench.commands.last(), Some(Command::Sleep { .. })), "a board that was awake was woken");
        } else {
            prop_assert_eq!(set_up(&again.bench()), set_up(&bench));
        }
    }

    /// A pad in an output mode drives what it drove, and every pin has its settings and its interrupt, unless an
    /// interrupt is served while the bench is loaded, whose handler may change a pin.
    #[test]
    fn a_saved_bench_is_what_the_pins_were(profile in profile(), actions in actions()) {
        let playground = board_after(profile, &actions);
        let (again, _) = Playground::load(&playground.bench());
        let is_awake = |playground: &Playground| playground.machine().power() == pinscope_core::Power::Active;
        let serves = again.machine().trace(|trace| trace.since(0).any(|(_, event)| matches!(event.kind, EventKind::Irq { .. })));
        if is_awake(&playground) && is_awake(&again) && !serves {
            let (before, after) = (playground.machine().peek_board(), again.machine().peek_board());
            let interrupt = |playground: &Playground, pin| {
                let irq = playground.snapshot(true).status(pin).irq;
                irq.map(|irq| (irq.trigger, irq.wake, irq.reaction, irq.takes_ns, irq.enabled))
            };
            for pin in PinId::ALL {
                let (was, is) = (before.at(pin), after.at(pin));
                prop_assert_eq!((was.to_string(), was.driven()), (is.to_string(), is.driven()));
                prop_assert_eq!(interrupt(&playground, pin), interrupt(&again, pin));
            }
        }
    }

    /// A net has one level, also while it floats and its level is that of its past.
    #[test]
    fn the_inputs_of_a_floating_net_read_one_level(actions in actions()) {
        let playground = board_after(Profile::Wipy, &actions);
        let board = playground.machine().peek_board();
        let is_floating_input = |pin: PinId| {
            board.at(pin).driven().is_none()
                && board.at(pin).mode() == Mode::In
                && playground.machine().level(pin) == PadLevel::Floating
        };
        for (a, b) in playground.machine().wires() {
            if is_floating_input(a) && is_floating_input(b) {
                prop_assert_eq!(board.at(a).latch(), board.at(b).latch(), "{} and {}", a, b);
            }
        }
    }

    #[test]
    fn no_text_does_more_than_a_person_could(text in ".{0,80}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = (share::decode(&text), share::decode(&format!("1.{text}")));
        let sum = bytes.iter().fold(0x811C_9DC5_u32, |sum, &byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let packed = [&sum.to_le_bytes(), bytes.as_slice()].concat();
        if let Ok(bench) = share::decode(&format!("1.{}", Base64UrlUnpadded::encode_string(&packed))) {
            Playground::load(&bench).0.advance(1000);
        }
    }
}

/// A pin whose net floats reads the level that it read last.
#[test]
fn a_floating_input_keeps_what_it_read() {
    let mut playground = Playground::new(Profile::Wipy);
    for level in [Level::High, Level::Low] {
        for held in [Some(level), None] {
            playground.stimulus(Stimulus::Drive { pin: PinId::GP8, level: held });
        }
        let machine = playground.machine();
        assert_eq!(
            (machine.level(PinId::GP8), machine.peek_board().at(PinId::GP8).latch()),
            (PadLevel::Floating, level)
        );
    }
}
