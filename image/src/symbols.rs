//! The names of the functions of an image.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use object::read::elf::ElfFile32;
use object::{Object as _, ObjectSymbol as _, SymbolKind};

/// Maximum number of functions that are kept.
const MAX_FUNCTIONS: usize = 50_000;
/// Maximum number of characters of a name. The rest of a longer one is left out.
const MAX_NAME_LENGTH: usize = 200;

/// The functions of an image by their addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Symbols(BTreeMap<u32, Function>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Function {
    /// Number of bytes, or 0 if the file does not have it.
    size: u32,
    name: String,
}

impl Symbols {
    /// Reads the functions of an ELF file. A file without a table of symbols has none.
    pub(crate) fn from_elf(file: &[u8]) -> Symbols {
        let Ok(file) = ElfFile32::<object::Endianness>::parse(file) else { return Symbols::default() };
        let functions = file.symbols().filter(|symbol| symbol.kind() == SymbolKind::Text).filter_map(|symbol| {
            // The lowest bit of the address says that the function consists of Thumb instructions.
            let address = symbol.address() as u32 & !1;
            // A name that begins with a dollar sign marks the kind of the bytes that follow.
            let name = symbol.name().ok().filter(|name| !name.is_empty() && !name.starts_with('$'))?;
            Some((address, Function { size: symbol.size() as u32, name: readable(name) }))
        });
        let mut symbols = Symbols::default();
        for (address, function) in functions.take(MAX_FUNCTIONS) {
            symbols.0.insert(address, function);
        }
        symbols
    }

    /// Returns the name of the function at `address`, and the number of bytes from its beginning.
    pub fn find(&self, address: u32) -> Option<(&str, u32)> {
        let (start, function) = self.0.range(..=address).next_back()?;
        let offset = address - start;
        (function.size == 0 || offset < function.size).then_some((function.name.as_str(), offset))
    }

    /// Returns the place as a person reads it, such as `main+0x12`, or `None` if no function is there.
    pub fn place(&self, address: u32) -> Option<String> {
        let (name, offset) = self.find(address)?;
        Some(if offset == 0 { name.into() } else { format!("{name}+{offset:#x}") })
    }
}

/// Returns the name as it is in the source.
fn readable(name: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    name.chars().take(MAX_NAME_LENGTH).collect()
}
