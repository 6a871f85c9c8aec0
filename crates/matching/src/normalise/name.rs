//! Names of persons: titles, particles, names at birth, and which word is which in one field for all.

use crate::normalise::given::{self, known};
use crate::normalise::{Junk, fold_into, letters, placeholder, push_word, repaired, words};

/// Whether one given name is the short form of the other. See [`given::is_short_form`].
pub fn short_form(a: &[u8], b: &[u8]) -> bool {
    given::is_short_form(a, b)
}

/// Whether `word`, folded, is a particle: it belongs to the name and alone names nobody.
///
/// French, Dutch, German, Italian, Spanish, Portuguese, Arabic, Scottish and Irish ones; `LE` of Le Gall as well.
pub fn is_particle(word: &[u8]) -> bool {
    matches!(
        word,
        b"DE"
            | b"DU"
            | b"DES"
            | b"LA"
            | b"LE"
            | b"LES"
            | b"D"
            | b"L"
            | b"DA"
            | b"DI"
            | b"DO"
            | b"DOS"
            | b"DAS"
            | b"DEL"
            | b"DELLA"
            | b"VAN"
            | b"VON"
            | b"VOM"
            | b"ZU"
            | b"ZUR"
            | b"DER"
            | b"DEN"
            | b"TER"
            | b"TEN"
            | b"EL"
            | b"AL"
            | b"BEN"
            | b"BIN"
            | b"IBN"
            | b"MAC"
            | b"MC"
            | b"ST"
            | b"SAINT"
            | b"STE"
            | b"SAINTE"
            | b"OF"
            | b"THE"
            | b"Y"
    )
}

/// A sex as civility, title or word says it: 1 man, 2 woman, 0 not said or both.
///
/// French, English, German, Spanish and Italian; the digits are those of ISO/IEC 5218. O(1): only the first 12 letters count.
pub fn sex(text: &str) -> u8 {
    let mut letters = [0_u8; 12];
    let mut length = 0;
    for character in text.trim().chars() {
        let plain = if character.is_ascii() {
            character.to_ascii_uppercase() as u8
        } else {
            letters::base(character).unwrap_or(b' ')
        };
        if plain.is_ascii_alphanumeric() {
            let Some(slot) = letters.get_mut(length) else { return 0 };
            *slot = plain;
            length += 1;
        } else if plain != b'.' && plain != b' ' {
            return 0;
        }
    }
    sex_of_title(letters.get(..length).unwrap_or(&[]))
}

fn sex_of_title(word: &[u8]) -> u8 {
    match word {
        b"M" | b"MR" | b"MONSIEUR" | b"MISTER" | b"MALE" | b"MAN" | b"MASCULIN" | b"HOMME" | b"GARCON" | b"H"
        | b"HERR" | b"MANN" | b"MANNLICH" | b"SIR" | b"SENOR" | b"HOMBRE" | b"VARON" | b"SIGNOR" | b"SIG" | b"UOMO"
        | b"DHR" | b"1" => 1,
        b"MME" | b"MMME" | b"MLLE" | b"MLE" | b"MELLE" | b"F" | b"FEMALE" | b"FEMME" | b"FEMININ" | b"FILLE"
        | b"MADAME" | b"MADEMOISELLE" | b"MRS" | b"MS" | b"MISS" | b"WOMAN" | b"FRAU" | b"WEIBLICH" | b"LADY"
        | b"SENORA" | b"SENORITA" | b"MUJER" | b"SIGNORA" | b"SIGRA" | b"DONNA" | b"MEVR" | b"MEVROUW" | b"VVE"
        | b"VEUVE" | b"2" => 2,
        _ => 0,
    }
}

/// Whether a folded word at the head of a name is a title and no name.
fn is_title(word: &[u8]) -> bool {
    matches!(
        word,
        b"M" | b"MR"
            | b"MM"
            | b"MONSIEUR"
            | b"MME"
            | b"MMES"
            | b"MLLE"
            | b"MLE"
            | b"MELLE"
            | b"MADAME"
            | b"MADEMOISELLE"
            | b"MRS"
            | b"MS"
            | b"MISS"
            | b"MISTER"
            | b"DR"
            | b"DOCTEUR"
            | b"DOCTOR"
            | b"PR"
            | b"PROF"
            | b"PROFESSEUR"
            | b"ME"
            | b"MAITRE"
            | b"SIR"
            | b"HERR"
            | b"FRAU"
            | b"MGR"
            | b"VVE"
            | b"VEUVE"
            | b"SENOR"
            | b"SENORA"
            | b"SIGNOR"
            | b"SIGNORA"
            | b"INDIVISION"
            | b"SUCCESSION"
    )
}

/// What a word between two names says of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// The name at birth follows: `née`.
    Born,
    /// The name in use follows, and the one before is that at birth: `épouse`.
    Married,
}

fn link(word: &[u8]) -> Option<Link> {
    match word {
        b"NEE" | b"NE" | b"BORN" | b"GEB" | b"GEBOREN" | b"NDJF" | b"NJF" => Some(Link::Born),
        b"EPOUSE" | b"EPSE" | b"EP" | b"EPS" | b"EPX" | b"VEUVE" | b"VVE" | b"DIVORCEE" => Some(Link::Married),
        _ => None,
    }
}

/// Writes the name of `text`, folded, to `out`: a title at its head and what follows `née` or `épouse` left out.
///
/// # Errors
/// The cause, if it is no name: empty, a placeholder, a note, or without a letter.
pub fn name_into(text: &str, out: &mut Vec<u8>) -> Result<(), Junk> {
    family_into(text, out, &mut Vec::new())
}

/// Writes the name in use of a field of family names to `family`, folded, and the name at birth, if the field has it, to
/// `birth`: `DUPONT née MARTIN`, `MARTIN épouse DUPONT`, `Dupont (Martin)` all say DUPONT, born MARTIN.
///
/// # Errors
/// The cause, if it is no name; nothing is written then.
pub fn family_into(text: &str, family: &mut Vec<u8>, birth: &mut Vec<u8>) -> Result<(), Junk> {
    let (from, from_birth) = (family.len(), birth.len());
    fold_into(text, family);
    let folded = family.get(from..).unwrap_or(&[]);
    let junk = placeholder(folded)
        .or_else(|| (!folded.iter().any(|it| it.is_ascii_alphabetic() || !it.is_ascii())).then_some(Junk::Unreadable));
    if let Some(junk) = junk {
        family.truncate(from);
        return Err(junk);
    }
    let linked = words(folded).any(|it| link(it).is_some() || is_title(it));
    if !linked && !text.contains('(') {
        return Ok(());
    }
    // Only one field in some hundreds comes here.
    let tokens = tokens(text);
    let said = Said::read(&tokens);
    let whole: Vec<u8> = family.split_off(from);
    for token in said.used {
        push_word(family, from, &token.folded);
    }
    for token in said.born {
        push_word(birth, from_birth, &token.folded);
    }
    if family.len() == from {
        family.extend_from_slice(&whole);
    }
    Ok(())
}

/// The order in which a column of whole names writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// `Jean Dupont`
    #[default]
    GivenFirst,
    /// `DUPONT JEAN`
    FamilyFirst,
}

/// The parts of a whole name, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// As the titles say it: 1 man, 2 woman, 0 not said.
    pub sex: u8,
    /// Whether two people are written in one field: `M. et Mme Dupont`.
    pub is_couple: bool,
    /// Given names.
    pub given: Vec<u8>,
    /// Family name in use, with its particles.
    pub family: Vec<u8>,
    /// Family name at birth.
    pub birth: Vec<u8>,
}

/// The parts of a whole name written in one field.
///
/// What decides, strongest first: a comma (`Dupont, Jean`); capitals (`Jean DUPONT`, `DE LA TOUR Jean`); which word is a
/// given name of France while the other is none; particles; and then `order`, which [`order`] finds on the column.
///
/// # Errors
/// The cause, if it names nobody.
pub fn person(text: &str, order: Order) -> Result<Person, Junk> {
    let mut whole = Vec::with_capacity(text.len());
    fold_into(text, &mut whole);
    if let Some(junk) = placeholder(&whole) {
        return Err(junk);
    }
    if !whole.iter().any(|it| it.is_ascii_alphabetic() || !it.is_ascii()) {
        return Err(Junk::Unreadable);
    }
    let tokens = tokens(text);
    let said = Said::read(&tokens);
    let mut made = Person { sex: said.sex, is_couple: said.is_couple, ..Person::default() };
    // `Marie MARTIN épouse DUPONT`: the given name stands before the name at birth.
    let (given, family) = split(&said.used, order);
    let (given_born, born) =
        if given.is_empty() { split_born(&said.born, order) } else { (Vec::new(), said.born.clone()) };
    for token in given.iter().chain(&given_born) {
        push_word(&mut made.given, 0, &token.folded);
    }
    for token in family {
        push_word(&mut made.family, 0, &token.folded);
    }
    for token in born {
        push_word(&mut made.birth, 0, &token.folded);
    }
    if made.given.is_empty() && made.family.is_empty() { Err(Junk::Empty) } else { Ok(made) }
}

/// The order in which most whole names of `values` are written, by the words that are given names of France and those that
/// are none; given name first if they do not tell. O(their length).
pub fn order<'a>(values: impl Iterator<Item = &'a str>) -> Order {
    let (mut given_first, mut family_first) = (0_usize, 0_usize);
    for value in values {
        let tokens = tokens(value);
        let said = Said::read(&tokens);
        let is_given =
            |it: Option<&&Token>| it.and_then(|it| words(&it.folded).next()).is_some_and(|it| known(it).is_some());
        match (is_given(said.used.first()), is_given(said.used.last())) {
            (true, false) => given_first += 1,
            (false, true) => family_first += 1,
            _ => {}
        }
    }
    if family_first > given_first { Order::FamilyFirst } else { Order::GivenFirst }
}

/// Whether a record seems to have its given and family name in each other's place, both folded: the family name is a given
/// name of France and the given name is none.
pub fn seems_swapped(given: &[u8], family: &[u8]) -> bool {
    let known = |name: &[u8]| words(name).next().and_then(known);
    !given.is_empty() && known(given).is_none() && known(family).is_some_and(|it| it.thousands >= 5)
}

/// A word of a name as it was written.
#[derive(Debug)]
struct Token {
    /// Folded; with a space where a hyphen bound two.
    folded: Vec<u8>,
    /// All in capitals, and more than one letter.
    is_upper: bool,
    /// A comma follows.
    ends_part: bool,
    /// Opens a bracket.
    opens: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let text = repaired(text).replace(',', ", ").replace('(', " (");
    let mut tokens = Vec::new();
    for raw in text.split_whitespace() {
        let mut folded = Vec::with_capacity(raw.len());
        fold_into(raw, &mut folded);
        if folded.is_empty() {
            if let Some(Token { ends_part, .. }) = tokens.last_mut() {
                *ends_part |= raw.contains(',');
            }
            continue;
        }
        let is_upper = raw.chars().filter(|it| it.is_alphabetic()).count() > 1 && !raw.chars().any(char::is_lowercase);
        tokens.push(Token { folded, is_upper, ends_part: raw.ends_with(','), opens: raw.starts_with('(') });
    }
    tokens
}

/// The tokens of a name by what links them, titles taken out.
#[derive(Debug, Default)]
struct Said<'a> {
    sex: u8,
    is_couple: bool,
    used: Vec<&'a Token>,
    born: Vec<&'a Token>,
}

impl<'a> Said<'a> {
    fn read(tokens: &'a [Token]) -> Self {
        let mut said = Self::default();
        let mut to_born = false;
        let mut titles = 0;
        for (at, token) in tokens.iter().enumerate() {
            let is_last = at + 1 == tokens.len();
            let more = tokens.get(at + 1).is_some();
            if said.used.is_empty() && said.born.is_empty() && more && is_title(&token.folded) {
                titles += 1;
                let sex = sex_of_title(&token.folded);
                said.is_couple |= said.sex != 0 && sex != 0 && sex != said.sex;
                said.sex = if said.is_couple { 0 } else { said.sex.max(sex) };
            } else if titles > 0
                && said.used.is_empty()
                && matches!(token.folded.as_slice(), b"ET" | b"OU" | b"AND" | b"UND")
            {
                continue;
            } else if token.folded.len() > 1 && !is_last && is_title(&token.folded) && link(&token.folded).is_none() {
                said.sex = said.sex.max(sex_of_title(&token.folded));
            } else if let (Some(link), false) = (link(&token.folded), is_last) {
                if link == Link::Married && !said.used.is_empty() && said.born.is_empty() {
                    said.born = std::mem::take(&mut said.used);
                }
                to_born = link == Link::Born;
            } else {
                to_born |= token.opens && !said.used.is_empty();
                if to_born { said.born.push(token) } else { said.used.push(token) }
            }
        }
        if said.used.is_empty() {
            said.used = std::mem::take(&mut said.born);
        }
        said
    }
}

type Parts<'a> = (Vec<&'a Token>, Vec<&'a Token>);

/// Given names and family name of the tokens.
fn split<'a>(tokens: &[&'a Token], order: Order) -> Parts<'a> {
    let cut = |at: usize| tokens.split_at(at.min(tokens.len()));
    if let Some(comma) = tokens.iter().position(|it| it.ends_part).filter(|it| it + 1 < tokens.len()) {
        let (family, given) = cut(comma + 1);
        return (given.to_vec(), family.to_vec());
    }
    if tokens.len() < 2 {
        return (Vec::new(), tokens.to_vec());
    }
    if let Some((from, to)) = capitals(tokens) {
        let keep = |(at, token): (usize, &&'a Token)| (at < from || at >= to).then_some(*token);
        let given = tokens.iter().enumerate().filter_map(keep).collect();
        return (given, tokens.get(from..to).unwrap_or(&[]).to_vec());
    }
    let is_given =
        |at: usize| tokens.get(at).and_then(|it| words(&it.folded).next()).is_some_and(|it| known(it).is_some());
    let is_particle = |at: usize| tokens.get(at).is_some_and(|it| is_particle(&it.folded));
    let last = tokens.len() - 1;
    let family_first = match (is_given(0), is_given(last)) {
        _ if is_particle(0) && !is_given(0) => true,
        (true, false) => false,
        (false, true) => true,
        _ => order == Order::FamilyFirst,
    };
    if family_first {
        let mut end = (0..last).find(|it| !is_particle(*it)).unwrap_or(0) + 1;
        while end < last && !is_given(end) {
            end += 1;
        }
        let (family, given) = cut(end);
        (given.to_vec(), family.to_vec())
    } else {
        let particle = (1..last).find(|it| is_particle(*it));
        let run = (1..last).find(|it| !is_given(*it)).unwrap_or(last);
        let (given, family) = cut(particle.unwrap_or(run));
        (given.to_vec(), family.to_vec())
    }
}

/// `Marie MARTIN` before `épouse`: with one word it is the name at birth alone.
fn split_born<'a>(tokens: &[&'a Token], order: Order) -> Parts<'a> {
    if tokens.len() < 2 { (Vec::new(), tokens.to_vec()) } else { split(tokens, order) }
}

/// The run of tokens in capitals, if others are not: the family name, with particles before it.
fn capitals(tokens: &[&Token]) -> Option<(usize, usize)> {
    let start = tokens.iter().position(|it| it.is_upper)?;
    let length = tokens.iter().skip(start).take_while(|it| it.is_upper).count();
    let others = tokens.iter().any(|it| !it.is_upper && !is_particle(&it.folded) && it.folded.len() > 1);
    let before = tokens.iter().take(start).rev().take_while(|it| is_particle(&it.folded)).count();
    others.then_some((start - before, start + length))
}

#[cfg(test)]
mod tests;
