//! The encodings of the manual (chapter A7), as patterns of bits.
//!
//! A pattern has a `0` or `1` for each fixed bit, and a letter for each bit of a field. Spaces are ignored. The fields
//! d, n, m, t, e (the second of t), a, h and l are registers other than SP and PC, and N may also be SP. A field of
//! eight bits names its register twice. L is a list of at least two registers. All other letters are any bits.

use fastrand::Rng;

/// An instruction with its fields.
pub struct Encoding {
    pub name: String,
    pattern: String,
    /// Pairs of fields that must name different registers, or a register and a list that must not contain it.
    different: &'static str,
}

/// Returns all encodings.
pub fn all() -> Vec<Encoding> {
    let mut encodings: Vec<Encoding> =
        TABLE.iter().map(|(name, pattern, different)| encoding(name, pattern, different)).collect();
    encodings.extend(data_processing());
    encodings.extend(parallel());
    encodings.extend(SPECIAL_REGISTERS.into_iter().flat_map(|register| {
        [
            encoding(&format!("MRS {register}"), &format!("11110011 1110 1111 1000 dddd {register:08b}"), ""),
            encoding(&format!("MSR {register}"), &format!("11110011 1000 nnnn 1000 1000 {register:08b}"), ""),
        ]
    }));
    encodings
}

fn encoding(name: &str, pattern: &str, different: &'static str) -> Encoding {
    Encoding { name: name.to_owned(), pattern: pattern.replace(' ', ""), different }
}

/// The numbers of the special registers that exist.
const SPECIAL_REGISTERS: [u8; 13] = [0, 1, 2, 3, 5, 6, 7, 8, 9, 16, 17, 18, 20];

/// Returns 32-bit data processing with an immediate operand and with a shifted register.
fn data_processing() -> impl Iterator<Item = Encoding> {
    const OPERATIONS: [(&str, u8); 10] = [
        ("AND", 0),
        ("BIC", 1),
        ("ORR", 2),
        ("ORN", 3),
        ("EOR", 4),
        ("ADD", 8),
        ("ADC", 10),
        ("SBC", 11),
        ("SUB", 13),
        ("RSB", 14),
    ];
    const FORMS: [(&str, u8, &str, &str, &str); 6] = [
        ("MOV", 2, "s", "1111", "dddd"),
        ("MVN", 3, "s", "1111", "dddd"),
        ("TST", 0, "1", "nnnn", "1111"),
        ("TEQ", 4, "1", "nnnn", "1111"),
        ("CMN", 8, "1", "nnnn", "1111"),
        ("CMP", 13, "1", "nnnn", "1111"),
    ];
    let forms = OPERATIONS.into_iter().map(|(name, code)| (name, code, "s", "nnnn", "dddd")).chain(FORMS);
    forms.flat_map(|(name, code, s, n, d)| {
        let immediate = format!("11110i0 {code:04b} {s} {n} 0iii {d} iiiiiiii");
        let shifted = format!("1110101 {code:04b} {s} {n} 0iii {d} iiyy mmmm");
        [
            encoding(&format!("{name} (immediate)"), &immediate, ""),
            encoding(&format!("{name} (register)"), &shifted, ""),
        ]
    })
}

/// Returns parallel addition and subtraction.
fn parallel() -> impl Iterator<Item = Encoding> {
    const OPERATIONS: [(&str, u8); 6] = [("ADD8", 0), ("ADD16", 1), ("ASX", 2), ("SUB8", 4), ("SUB16", 5), ("SAX", 6)];
    OPERATIONS.into_iter().flat_map(|(name, operation)| {
        [("S", 0), ("Q", 1), ("SH", 2), ("U", 4), ("UQ", 5), ("UH", 6)].map(|(prefix, kind)| {
            let pattern = format!("11111010 1{operation:03b} nnnn 1111 dddd 0{kind:03b} mmmm");
            encoding(&format!("{prefix}{name}"), &pattern, "")
        })
    })
}

#[rustfmt::skip]
const TABLE: &[(&str, &str, &str)] = &[
    ("LSL (immediate) T1", "00000 iiiii mmm ddd", ""),
    ("LSR (immediate) T1", "00001 iiiii mmm ddd", ""),
    ("ASR (immediate) T1", "00010 iiiii mmm ddd", ""),
    ("ADD, SUB (register) T1", "000110x mmm nnn ddd", ""),
    ("ADD, SUB (immediate) T1", "000111x iii nnn ddd", ""),
    ("MOV (immediate) T1", "00100 ddd iiiiiiii", ""),
    ("CMP (immediate) T1", "00101 nnn iiiiiiii", ""),
    ("ADD, SUB (immediate) T2", "0011x ddd iiiiiiii", ""),
    ("data processing T1", "010000 xxxx mmm ddd", ""),
    ("ADD (register) T2", "01000100 d mmmm ddd", ""),
    ("ADD (register) to PC", "01000100 1 mmmm 111", ""),
    ("CMP (register) T2", "01000101 d 1mmm ddd", ""),
    ("MOV (register) T1", "01000110 d mmmm ddd", ""),
    ("MOV (register) to PC", "01000110 1 mmmm 111", ""),
    ("BX", "01000111 0 mmmm 000", ""),
    ("BLX", "01000111 1 mmmm 000", ""),
    ("LDR (literal) T1", "01001 ttt iiiiiiii", ""),
    ("load and store (register) T1", "0101 xxx mmm nnn ttt", ""),
    ("load and store (immediate) T1", "011xx iiiii nnn ttt", ""),
    ("STRH, LDRH (immediate) T1", "1000x iiiii nnn ttt", ""),
    ("STR, LDR (immediate) T2", "1001x ttt iiiiiiii", ""),
    ("ADR T1", "10100 ddd iiiiiiii", ""),
    ("ADD (SP plus immediate) T1", "10101 ddd iiiiiiii", ""),
    ("ADD, SUB (SP and immediate)", "10110000 x iiiiiii", ""),
    ("CBZ, CBNZ", "1011 x0i1 iiiii nnn", ""),
    ("extension T1", "10110010 xx mmm ddd", ""),
    ("PUSH T1", "1011010 x LLLLLLLL", ""),
    ("POP T1", "1011110 x LLLLLLLL", ""),
    ("REV, REV16 T1", "10111010 0x mmm ddd", ""),
    ("REVSH T1", "10111010 11 mmm ddd", ""),
    ("CPS PRIMASK", "10110110 011 x 00 1 0", ""),
    ("STM T1", "11000 nnn LLLLLLLL", "nL"),
    ("LDM T1", "11001 nnn LLLLLLLL", ""),
    ("B T1, less than GE", "1101 0ccc iiiiiiii", ""),
    ("B T1, GE to LT", "1101 10cc iiiiiiii", ""),
    ("B T1, GT and LE", "1101 110c iiiiiiii", ""),
    ("UDF T1", "11011110 iiiiiiii", ""),
    ("SVC", "11011111 iiiiiiii", ""),
    ("B T2", "11100 iiiiiiiiiii", ""),

    ("PKH", "11101010 1100 nnnn 0iii dddd iiy0 mmmm", ""),
    ("ADD (SP plus immediate) T3", "11110i01 000s 1101 0iii dddd iiiiiiii", ""),
    ("SUB (SP minus immediate) T2", "11110i01 101s 1101 0iii dddd iiiiiiii", ""),
    ("ADD (SP plus register) T3", "11101011 000s 1101 0iii dddd iiyy mmmm", ""),
    ("ADD (immediate) T4", "11110i10 0000 nnnn 0iii dddd iiiiiiii", ""),
    ("SUB (immediate) T4", "11110i10 1010 nnnn 0iii dddd iiiiiiii", ""),
    ("ADR T3", "11110i10 0000 1111 0iii dddd iiiiiiii", ""),
    ("ADR T2", "11110i10 1010 1111 0iii dddd iiiiiiii", ""),
    ("MOV (immediate) T3", "11110i10 0100 iiii 0iii dddd iiiiiiii", ""),
    ("MOVT", "11110i10 1100 iiii 0iii dddd iiiiiiii", ""),
    ("SSAT, USAT with LSL", "11110011 x000 nnnn 0iii dddd ii0z zzzz", ""),
    ("SSAT, USAT with ASR", "11110011 x010 nnnn 0i1i dddd ii0z zzzz", ""),
    ("SSAT16, USAT16", "11110011 x010 nnnn 0000 dddd 0000 zzzz", ""),
    ("SBFX, UBFX", "11110011 x100 nnnn 00ii dddd ii00 zzzz", ""),
    ("SBFX, UBFX of a bit", "11110011 x100 nnnn 0iii dddd ii00 0000", ""),
    ("BFI", "11110011 0110 nnnn 00ii dddd ii01 zzzz", ""),
    ("BFC", "11110011 0110 1111 00ii dddd ii01 zzzz", ""),

    ("shift (register) T2", "11111010 0xxs nnnn 1111 dddd 0000 mmmm", ""),
    ("SXTAH, UXTAH", "11111010 000x nnnn 1111 dddd 10rr mmmm", ""),
    ("SXTAB16, UXTAB16", "11111010 001x nnnn 1111 dddd 10rr mmmm", ""),
    ("SXTAB, UXTAB", "11111010 010x nnnn 1111 dddd 10rr mmmm", ""),
    ("SXTH, UXTH", "11111010 000x 1111 1111 dddd 10rr mmmm", ""),
    ("SXTB16, UXTB16", "11111010 001x 1111 1111 dddd 10rr mmmm", ""),
    ("SXTB, UXTB", "11111010 010x 1111 1111 dddd 10rr mmmm", ""),
    ("QADD, QDADD, QSUB, QDSUB", "11111010 1000 nnnn 1111 dddd 10xx mmmm", ""),
    ("REV, REV16, RBIT, REVSH", "11111010 1001 mmmm 1111 dddd 10xx mmmm", ""),
    ("SEL", "11111010 1010 nnnn 1111 dddd 1000 mmmm", ""),
    ("CLZ", "11111010 1011 mmmm 1111 dddd 1000 mmmm", ""),

    ("MUL", "11111011 0000 nnnn 1111 dddd 0000 mmmm", ""),
    ("MLA, MLS", "11111011 0000 nnnn aaaa dddd 000x mmmm", ""),
    ("SMULxy", "11111011 0001 nnnn 1111 dddd 00xx mmmm", ""),
    ("SMLAxy", "11111011 0001 nnnn aaaa dddd 00xx mmmm", ""),
    ("SMUAD", "11111011 0010 nnnn 1111 dddd 000x mmmm", ""),
    ("SMLAD", "11111011 0010 nnnn aaaa dddd 000x mmmm", ""),
    ("SMULWy", "11111011 0011 nnnn 1111 dddd 000x mmmm", ""),
    ("SMLAWy", "11111011 0011 nnnn aaaa dddd 000x mmmm", ""),
    ("SMUSD", "11111011 0100 nnnn 1111 dddd 000x mmmm", ""),
    ("SMLSD", "11111011 0100 nnnn aaaa dddd 000x mmmm", ""),
    ("SMMUL", "11111011 0101 nnnn 1111 dddd 000x mmmm", ""),
    ("SMMLA", "11111011 0101 nnnn aaaa dddd 000x mmmm", ""),
    ("SMMLS", "11111011 0110 nnnn aaaa dddd 000x mmmm", ""),
    ("USAD8", "11111011 0111 nnnn 1111 dddd 0000 mmmm", ""),
    ("USADA8", "11111011 0111 nnnn aaaa dddd 0000 mmmm", ""),
    ("SMULL, UMULL", "11111011 10x0 nnnn llll hhhh 0000 mmmm", "lh"),
    ("SDIV, UDIV", "11111011 10x1 nnnn 1111 dddd 1111 mmmm", ""),
    ("SMLAL, UMLAL", "11111011 11x0 nnnn llll hhhh 0000 mmmm", "lh"),
    ("SMLALxy", "11111011 1100 nnnn llll hhhh 10xx mmmm", "lh"),
    ("SMLALD", "11111011 1100 nnnn llll hhhh 110x mmmm", "lh"),
    ("SMLSLD", "11111011 1101 nnnn llll hhhh 110x mmmm", "lh"),
    ("UMAAL", "11111011 1110 nnnn llll hhhh 0110 mmmm", "lh"),

    ("STRB, STRH (immediate) T2", "11111000 10x0 NNNN tttt iiiiiiiiiiii", ""),
    ("STR (immediate) T3", "11111000 1100 NNNN tttt iiiiiiiiiiii", ""),
    ("LDRB, LDRH (immediate) T2", "11111000 10x1 NNNN tttt iiiiiiiiiiii", ""),
    ("LDR (immediate) T3", "11111000 1101 NNNN tttt iiiiiiiiiiii", ""),
    ("LDRSB, LDRSH (immediate) T1", "11111001 10x1 NNNN tttt iiiiiiiiiiii", ""),
    ("STRB, STRH below", "11111000 00x0 NNNN tttt 1100 iiiiiiii", ""),
    ("STR below", "11111000 0100 NNNN tttt 1100 iiiiiiii", ""),
    ("LDRB, LDRH below", "11111000 00x1 NNNN tttt 1100 iiiiiiii", ""),
    ("LDR below", "11111000 0101 NNNN tttt 1100 iiiiiiii", ""),
    ("LDRSB, LDRSH below", "11111001 00x1 NNNN tttt 1100 iiiiiiii", ""),
    ("STRB, STRH indexed", "11111000 00x0 NNNN tttt 1xx1 iiiiiiii", "Nt"),
    ("STR indexed", "11111000 0100 NNNN tttt 1xx1 iiiiiiii", "Nt"),
    ("LDRB, LDRH indexed", "11111000 00x1 NNNN tttt 1xx1 iiiiiiii", "Nt"),
    ("LDR indexed", "11111000 0101 NNNN tttt 1xx1 iiiiiiii", "Nt"),
    ("LDRSB, LDRSH indexed", "11111001 00x1 NNNN tttt 1xx1 iiiiiiii", "Nt"),
    ("STRBT, STRHT", "11111000 00x0 NNNN tttt 1110 iiiiiiii", ""),
    ("STRT", "11111000 0100 NNNN tttt 1110 iiiiiiii", ""),
    ("LDRBT, LDRHT", "11111000 00x1 NNNN tttt 1110 iiiiiiii", ""),
    ("LDRT", "11111000 0101 NNNN tttt 1110 iiiiiiii", ""),
    ("LDRSBT, LDRSHT", "11111001 00x1 NNNN tttt 1110 iiiiiiii", ""),
    ("STRB, STRH (register) T2", "11111000 00x0 NNNN tttt 0000 00ii mmmm", ""),
    ("STR (register) T2", "11111000 0100 NNNN tttt 0000 00ii mmmm", ""),
    ("LDRB, LDRH (register) T2", "11111000 00x1 NNNN tttt 0000 00ii mmmm", ""),
    ("LDR (register) T2", "11111000 0101 NNNN tttt 0000 00ii mmmm", ""),
    ("LDRSB, LDRSH (register) T2", "11111001 00x1 NNNN tttt 0000 00ii mmmm", ""),
    ("LDRB, LDRH (literal)", "11111000 x0x1 1111 tttt iiiiiiiiiiii", ""),
    ("LDR (literal) T2", "11111000 x101 1111 tttt iiiiiiiiiiii", ""),
    ("LDR (literal) to PC", "11111000 x101 1111 1111 iiiiiiiiiiii", ""),
    ("LDRSB, LDRSH (literal)", "11111001 x0x1 1111 tttt iiiiiiiiiiii", ""),
    ("LDR to PC", "11111000 1101 NNNN 1111 iiiiiiiiii00", ""),
    ("PLD, PLI", "1111100x 1001 NNNN 1111 iiiiiiiiiiii", ""),
    ("STRD", "11101001 x100 NNNN tttt eeee iiiiiiii", ""),
    ("STRD before", "11101001 x110 NNNN tttt eeee iiiiiiii", "NtNe"),
    ("STRD after", "11101000 x110 NNNN tttt eeee iiiiiiii", "NtNe"),
    ("LDRD", "11101001 x101 NNNN tttt eeee iiiiiiii", "te"),
    ("LDRD before", "11101001 x111 NNNN tttt eeee iiiiiiii", "NtNete"),
    ("LDRD after", "11101000 x111 NNNN tttt eeee iiiiiiii", "NtNete"),
    ("LDRD (literal)", "11101001 x101 1111 tttt eeee iiiiiiii", "te"),
    ("STM T2", "11101000 10w0 NNNN 0L0L LLLLLLLLLLLL", "NL"),
    ("STMDB T1", "11101001 00w0 NNNN 0L0L LLLLLLLLLLLL", "NL"),
    ("LDM T2", "11101000 10w1 NNNN 0L0L LLLLLLLLLLLL", "NL"),
    ("LDM T2 with PC", "11101000 10w1 NNNN 100L LLLLLLLLLLLL", "NL"),
    ("LDMDB T1", "11101001 00w1 NNNN 0L0L LLLLLLLLLLLL", "NL"),
    ("LDREX", "11101000 0101 NNNN tttt 1111 iiiiiiii", ""),
    ("LDREXB", "11101000 1101 NNNN tttt 1111 0100 1111", ""),
    ("LDREXH", "11101000 1101 NNNN tttt 1111 0101 1111", ""),
    ("STREX", "11101000 0100 NNNN tttt dddd iiiiiiii", "dNdt"),
    ("STREXB", "11101000 1100 NNNN tttt 1111 0100 dddd", "dNdt"),
    ("STREXH", "11101000 1100 NNNN tttt 1111 0101 dddd", "dNdt"),
    ("TBB", "11101000 1101 nnnn 1111 0000 0000 mmmm", ""),
    ("TBH", "11101000 1101 nnnn 1111 0000 0001 mmmm", ""),

    ("B T3, less than GE", "11110i0c cciiiiii 10i0 iiiiiiiiiiii", ""),
    ("B T3, GE to LT", "11110i10 cciiiiii 10i0 iiiiiiiiiiii", ""),
    ("B T3, GT and LE", "11110i11 0ciiiiii 10i0 iiiiiiiiiiii", ""),
    ("B T4", "11110 iiiiiiiiiii 10i1 iiiiiiiiiiii", ""),
    ("BL", "11110 iiiiiiiiiii 11i1 iiiiiiiiiiii", ""),
    ("CLREX", "11110011 1011 1111 1000 1111 0010 1111", ""),
    ("DSB, DMB", "11110011 1011 1111 1000 1111 010x 1111", ""),
    ("ISB", "11110011 1011 1111 1000 1111 0110 1111", ""),
    ("NOP, YIELD T2", "11110011 1010 1111 1000 0000 0000 000x", ""),
    ("MSR APSR", "11110011 1000 nnnn 1000 1x00 0000 00xx", ""),
    ("MSR APSR GE", "11110011 1000 nnnn 1000 0100 0000 00xx", ""),
    ("UDF T2", "11110111 1111 iiii 1010 iiiiiiiiiiii", ""),
    ("CDP", "11101110 iiii iiii iiii 1010 iii0 iiii", ""),
];

impl Encoding {
    /// Returns an instruction with random fields, as one or two halfwords.
    pub fn instruction(&self, rng: &mut Rng) -> Vec<u16> {
        loop {
            let bits = self.random_bits(rng);
            if self.is_allowed(&bits) {
                return bits
                    .chunks(16)
                    .map(|half| half.iter().fold(0, |word, bit| word << 1 | u16::from(*bit)))
                    .collect();
            }
        }
    }

    /// Returns true if offsets from a register are added to a base.
    pub fn has_index(&self) -> bool {
        ["load and store (register) T1", "TBB", "TBH"].contains(&self.name.as_str())
            || self.name.ends_with("(register) T2")
    }

    fn random_bits(&self, rng: &mut Rng) -> Vec<bool> {
        let mut bits: Vec<bool> = self.pattern.chars().map(|letter| letter == '1' || rng.bool()).collect();
        for (bit, letter) in bits.iter_mut().zip(self.pattern.chars()) {
            *bit &= letter != '0';
        }
        for letter in "dnmteahlN".chars() {
            let positions: Vec<usize> = self.positions(letter).collect();
            if positions.len() < 4 {
                continue;
            }
            let registers: &[u8] = if letter == 'N' { &WITH_SP } else { &WITHOUT_SP };
            let register = *rng.choice(registers).expect("there are registers");
            for (index, position) in positions.into_iter().enumerate() {
                bits[position] = register >> (3 - index % 4) & 1 != 0;
            }
        }
        bits
    }

    fn positions(&self, letter: char) -> impl Iterator<Item = usize> {
        self.pattern.chars().enumerate().filter(move |(_, other)| *other == letter).map(|(index, _)| index)
    }

    fn is_allowed(&self, bits: &[bool]) -> bool {
        let value =
            |letter| self.positions(letter).fold(0u32, |value, position| value << 1 | u32::from(bits[position]));
        // The list is the lowest bits of an instruction.
        let list = self
            .positions('L')
            .fold(0u32, |list, position| list | u32::from(bits[position]) << (bits.len() - 1 - position));
        let has_list = self.pattern.contains('L');
        let pairs: Vec<char> = self.different.chars().collect();
        let are_different = pairs.chunks(2).all(|pair| match pair {
            [register, 'L'] => list >> value(*register) & 1 == 0,
            [one, other] => value(*one) != value(*other),
            _ => true,
        });
        are_different && (!has_list || list.count_ones() > 1)
    }
}

const WITHOUT_SP: [u8; 14] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14];
const WITH_SP: [u8; 15] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
