//! Which plain letters stand under the letters of the Latin alphabets.
//!
//! Tables rather than decomposition: two look-ups for a letter, and they know `ø`, `ł` and `đ`, which Unicode does not
//! decompose.

/// Of U+00C0 to U+024F, the letter under each; `.` if there is none or several.
const LATIN: &[u8; 400] = b"\
    AAAAAA.CEEEEIIIIDNOOOOO.OUUUUY..AAAAAA.CEEEEIIIIDNOOOOO.OUUUUY.YAAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGG\
    HHHHIIIIIIIIII..JJKKKLLLLLL..LLNNNNNN.NNOOOOOO..RRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZSBBBB..OC\
    CDDDD.EEEFFG...IKKL.MNNOOO..PP.....TTTTUU.VYYZZ......................AAIIOOUUUUUUUUUUEAAAA..GGGGKKOO\
    OO..J...GG..NNAA..OOAAAAEEEEIIIIOOOORRRRUUUUSSTT..HH....ZZAAEEOOOOOOOOYY...J..ACCLTSZ..BUVEEJJQQRRYY\
    ";

/// Of U+1E00 to U+1EFF, the same: Welsh, Vietnamese, transcriptions.
const LATIN_ADDITIONAL: &[u8; 256] = b"\
    AABBBBBBCCDDDDDDDDDDEEEEEEEEEEFFGGHHHHHHHHHHIIIIKKKKKKLLLLLLLLMMMMMMNNNNNNNNOOOOOOOOPPPPRRRRRRRRSSSS\
    SSSSSSTTTTTTTTUUUUUUUUUUVVVVWWWWWWWWWWXXXXYYZZZZZZHTWYASSS..AAAAAAAAAAAAAAAAAAAAAAAAEEEEEEEEEEEEEEEE\
    IIIIOOOOOOOOOOOOOOOOOOOOOOOOUUUUUUUUUUUUUUYYYYYYYY......\
    ";

/// The plain letter of a letter with an accent, a stroke or a hook.
pub fn base(character: char) -> Option<u8> {
    let code = character as usize;
    let letter = match code {
        0xC0..=0x24F => LATIN.get(code - 0xC0),
        0x1E00..=0x1EFF => LATIN_ADDITIONAL.get(code - 0x1E00),
        // Full-width forms, from Asian keyboards.
        0xFF10..=0xFF19 => return Some(b'0' + (code - 0xFF10) as u8),
        0xFF21..=0xFF3A => return Some(b'A' + (code - 0xFF21) as u8),
        0xFF41..=0xFF5A => return Some(b'A' + (code - 0xFF41) as u8),
        _ => None,
    };
    letter.copied().filter(|it| *it != b'.')
}

/// The plain letters of one that stands for several.
pub fn several(character: char) -> Option<&'static str> {
    Some(match character {
        'Æ' | 'æ' | 'Ǽ' | 'ǽ' | 'Ǣ' | 'ǣ' => "AE",
        'Œ' | 'œ' => "OE",
        'ß' | 'ẞ' => "SS",
        'Þ' | 'þ' => "TH",
        'Ĳ' | 'ĳ' => "IJ",
        'Ŀ' | 'ŀ' => "L",
        'ŉ' => "N",
        'Ǆ' | 'ǅ' | 'ǆ' | 'Ǳ' | 'ǲ' | 'ǳ' => "DZ",
        'Ǉ' | 'ǈ' | 'ǉ' => "LJ",
        'Ǌ' | 'ǋ' | 'ǌ' => "NJ",
        'ﬀ' => "FF",
        'ﬁ' => "FI",
        'ﬂ' => "FL",
        'ﬃ' => "FFI",
        'ﬄ' => "FFL",
        'ﬅ' | 'ﬆ' => "ST",
        _ => return None,
    })
}

/// Whether `character` only adds to the one before: a combining accent, a joiner, a soft hyphen.
pub fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}
