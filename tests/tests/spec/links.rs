//! Links that were made earlier still open to the same bench.
//!
//! `tests/links/README.md` describes the files and how to add one.

mod description;

use pinscope_emulator::{Playground, share};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The files in `tests/links/`, by name.
const FILES: [(&str, &str); 14] = [
    ("buttons", include_str!("../../links/buttons.txt")),
    ("demo", include_str!("../../links/demo.txt")),
    ("empty", include_str!("../../links/empty.txt")),
    ("every-command", include_str!("../../links/every-command.txt")),
    ("every-pin", include_str!("../../links/every-pin.txt")),
    ("hibernate", include_str!("../../links/hibernate.txt")),
    ("image", include_str!("../../links/image.txt")),
    ("launchxl", include_str!("../../links/launchxl.txt")),
    ("lesson", include_str!("../../links/lesson.txt")),
    ("rails", include_str!("../../links/rails.txt")),
    ("script", include_str!("../../links/script.txt")),
    ("suspended", include_str!("../../links/suspended.txt")),
    ("voltage", include_str!("../../links/voltage.txt")),
    ("wipy-silicon", include_str!("../../links/wipy-silicon.txt")),
];

/// Returns the link in the file called `name`.
pub fn saved(name: &str) -> &'static str {
    let file = FILES.iter().find(|(other, _)| *other == name);
    file.and_then(|(_, text)| text.lines().next()).expect("the file is listed and begins with a link")
}

#[test]
fn every_saved_link_opens_as_it_did_when_it_was_added() {
    for (name, text) in FILES {
        let (link, expected) = text.split_once('\n').unwrap_or((text, ""));
        let bench = share::decode(link).unwrap_or_else(|error| panic!("links/{name}.txt: {error}"));
        let (board, refused) = Playground::load(&bench);
        let opened = description::bench_and_board(&bench, &board, refused);
        let (expected, registers) = expected.split_once(description::REGISTERS).unwrap_or((expected, ""));
        assert!(
            opened == expected.trim_start() && description::are_held(registers, &board),
            "links/{name}.txt opens as\n{opened}{}{}",
            description::REGISTERS,
            description::registers(&board)
        );
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn every_file_is_listed() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/links")).expect("the folder is there");
    let names = folder.map(|entry| entry.expect("readable").file_name().into_string().expect("a name in UTF-8"));
    let mut names: Vec<_> = names.filter_map(|name| name.strip_suffix(".txt").map(str::to_owned)).collect();
    names.sort();
    assert_eq!(names, FILES.map(|(name, _)| name));
}
