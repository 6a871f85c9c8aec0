//! Names of persons, each read once: its words, how it sounds, its letters.

use crate::intern::{Id, Interner, hash};
use crate::normalise::{fold_into, name, phonetic, words};
use crate::similarity::Letters;

/// What is known of a name. 40 bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct NameValue {
    /// Its first three words; of a family name those that are no particles.
    pub words: [Id; 3],
    /// How the first word sounds (given) or the whole (family).
    pub sound: Id,
    /// The whole without spaces.
    pub compact: Id,
    /// Letters of the first word and of the whole.
    pub letters: [Letters; 2],
    /// What puts names that sound alike side by side; the same whatever was read before.
    pub order: u32,
}

/// All names that were read.
#[derive(Debug, Default)]
pub struct Names {
    /// Words and compact forms.
    pub atoms: Interner,
    /// Sounds.
    pub sounds: Interner,
    /// Given names whole.
    pub givens: Interner,
    /// Family names whole, birth names too.
    pub families: Interner,
    given_values: Vec<NameValue>,
    family_values: Vec<NameValue>,
}

impl Names {
    /// The number of given names `text`; `folded` is room to work in.
    pub fn given(&mut self, text: &str, folded: &mut Vec<u8>) -> Id {
        folded.clear();
        fold_into(text, folded);
        let id = self.givens.number(folded);
        if id as usize > self.given_values.len() {
            let made = self.made(folded, false);
            self.given_values.push(made);
        }
        id
    }

    /// The number of family name `text`; `folded` is room to work in.
    pub fn family(&mut self, text: &str, folded: &mut Vec<u8>) -> Id {
        folded.clear();
        fold_into(text, folded);
        let id = self.families.number(folded);
        if id as usize > self.family_values.len() {
            let made = self.made(folded, true);
            self.family_values.push(made);
        }
        id
    }

    /// What is known of given names `id`; nothing of 0.
    pub fn given_value(&self, id: Id) -> NameValue {
        (id as usize).checked_sub(1).and_then(|at| self.given_values.get(at)).copied().unwrap_or_default()
    }

    /// What is known of family name `id`; nothing of 0.
    pub fn family_value(&self, id: Id) -> NameValue {
        (id as usize).checked_sub(1).and_then(|at| self.family_values.get(at)).copied().unwrap_or_default()
    }

    fn made(&mut self, folded: &[u8], is_family: bool) -> NameValue {
        let mut made = NameValue::default();
        let telling = words(folded).filter(|it| !is_family || !name::is_particle(it));
        for (slot, word) in made.words.iter_mut().zip(telling) {
            *slot = self.atoms.number(word);
        }
        let first = words(folded).next().unwrap_or(folded);
        if let [none @ 0, ..] = &mut made.words {
            *none = self.atoms.number(first);
        }
        let compact: Vec<u8> = folded.iter().copied().filter(|it| *it != b' ').collect();
        let mut sound = Vec::with_capacity(12);
        phonetic::french_into(if is_family { &compact } else { first }, &mut sound);
        made.compact = self.atoms.number(&compact);
        made.sound = self.sounds.number(&sound);
        let [word, ..] = made.words;
        made.letters = [Letters::of(self.atoms.value(word)), Letters::of(&compact)];
        let sounds = (hash(&sound) >> 32) as u32;
        made.order = if is_family { sounds & 0xfff0_0000 | (hash(&compact) >> 44) as u32 } else { sounds };
        made
    }
}
