//! How a name sounds in French: names that are said alike have one code.

/// Appends the code of a folded name (upper-case letters) to `out`: groups of letters that sound alike become one letter,
/// doubles one, silent ends are cut. At most 12 letters. O(n).
pub fn french_into(name: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    let mut at = 0;
    let letters: &[u8] = name;
    let is = |at: usize, what: &[u8]| letters.get(at..at + what.len()) == Some(what);
    let vowel = |byte: Option<&u8>| matches!(byte, Some(b'A' | b'E' | b'I' | b'O' | b'U' | b'Y'));
    while let Some(&letter) = letters.get(at) {
        let (code, read): (u8, usize) = match letter {
            b'E' if is(at, b"EAU") => (b'O', 3),
            b'A' if is(at, b"AULT") && at + 4 == letters.len() => (b'O', 4),
            b'A' if is(at, b"AU") => (b'O', 2),
            b'A' if is(at, b"AIN") | is(at, b"AIM") => (b'1', 3),
            b'E' if is(at, b"EIN") | is(at, b"EIM") => (b'1', 3),
            b'A' if is(at, b"AI") | is(at, b"AY") => (b'E', 2),
            b'E' if is(at, b"EI") | is(at, b"EY") => (b'E', 2),
            b'E' if is(at, b"EU") => (b'E', 2),
            b'O' if is(at, b"OEU") => (b'E', 3),
            b'O' if is(at, b"OU") => (b'U', 2),
            b'A' | b'E' if matches!(letters.get(at + 1), Some(b'N' | b'M')) && !vowel(letters.get(at + 2)) && !matches!(letters.get(at + 2), Some(b'N' | b'M')) => (b'2', 2),
            b'I' | b'Y' if matches!(letters.get(at + 1), Some(b'N' | b'M')) && !vowel(letters.get(at + 2)) && !matches!(letters.get(at + 2), Some(b'N' | b'M')) => (b'1', 2),
            b'O' if matches!(letters.get(at + 1), Some(b'N' | b'M')) && !vowel(letters.get(at + 2)) && !matches!(letters.get(at + 2), Some(b'N' | b'M')) => (b'3', 2),
            b'P' if is(at, b"PH") => (b'F', 2),
            b'S' if is(at, b"SCH") => (b'J', 3),
            b'C' if is(at, b"CH") => (b'J', 2),
            b'S' if is(at, b"SH") => (b'J', 2),
            b'G' if is(at, b"GN") => (b'N', 2),
            b'G' if is(at, b"GU") && vowel(letters.get(at + 2)) => (b'K', 2),
            b'G' if matches!(letters.get(at + 1), Some(b'E' | b'I' | b'Y')) => (b'J', 1),
            b'G' => (b'K', 1),
            b'Q' if is(at, b"QU") => (b'K', 2),
            b'C' if matches!(letters.get(at + 1), Some(b'E' | b'I' | b'Y')) => (b'S', 1),
            b'C' | b'Q' | b'K' => (b'K', 1),
            b'X' => (b'S', 1),
            b'Z' | b'S' => (b'S', 1),
            b'T' if is(at, b"TH") => (b'T', 2),
            b'D' | b'T' => (b'T', 1),
            b'W' | b'V' => (b'V', 1),
            b'Y' | b'I' => (b'I', 1),
            b'H' | b' ' => (0, 1),
            other => (other, 1),
        };
        if code != 0 && (out.len() == start || out.last() != Some(&code)) {
            out.push(code);
        }
        at += read;
    }
    while out.len() - start > 2 && matches!(out.last(), Some(b'T' | b'S' | b'E' | b'P')) {
        out.pop();
    }
    // Vowels inside tell little and are misheard most: only the first stays.
    let mut kept = start + 1;
    for at in start + 1..out.len() {
        let letter = out[at];
        if !matches!(letter, b'A' | b'E' | b'I') {
            out[kept] = letter;
            kept += 1;
        }
    }
    out.truncate(kept.min(out.len()).min(start + 12));
}
