//! Two records side by side: for each kind of evidence, the level at which they agree.

use crate::intern::Id;
use crate::names::NameValue;
use crate::normalise::name;
use crate::records::{Record, Records};
use crate::similarity::{distance, jaro_winkler, one_slip};

/// Kinds of evidence of every record; identifiers and categories come after them, one each.
pub const GIVEN: usize = 0;
/// Family name.
pub const FAMILY: usize = 1;
/// Sex.
pub const SEX: usize = 2;
/// Date of birth.
pub const DAY: usize = 3;
/// E-mail.
pub const EMAIL: usize = 4;
/// Phone.
pub const PHONE: usize = 5;
/// Address.
pub const ADDRESS: usize = 6;
/// Bank account.
pub const IBAN: usize = 7;
/// The first identifier or category.
pub const EXTRA: usize = 8;
/// Kinds of evidence at most: four bits each.
pub const KINDS: usize = 16;
/// Levels of a kind at most; 0 is "not known on one side".
pub const LEVELS: usize = 16;

/// Levels of agreement, four bits for each kind.
pub type Pattern = u64;

/// The level of `kind` in `pattern`.
pub fn level(pattern: Pattern, kind: usize) -> usize {
    (pattern >> (4 * kind) & 15) as usize
}

/// Levels of given names.
pub mod given {
    /// The same, whole.
    pub const SAME: usize = 1;
    /// The same first name, and nothing against it.
    pub const FIRST: usize = 2;
    /// The same first name, another second.
    pub const OTHER_SECOND: usize = 3;
    /// A short form, an initial.
    pub const SHORT: usize = 4;
    /// One of the other's further names.
    pub const FURTHER: usize = 5;
    /// One slip away, or it sounds alike.
    pub const NEAR: usize = 6;
    /// Somewhat alike.
    pub const FAR: usize = 7;
    /// Another.
    pub const OTHER: usize = 8;
    /// Given and family name have changed places.
    pub const SWAPPED: usize = 9;
}

/// Levels of family names.
pub mod family {
    /// The same.
    pub const SAME: usize = 1;
    /// The name at birth of one is a name of the other.
    pub const BIRTH: usize = 2;
    /// One is a part of the other, or its cut beginning.
    pub const PART: usize = 3;
    /// One slip away, or it sounds alike.
    pub const NEAR: usize = 4;
    /// Somewhat alike.
    pub const FAR: usize = 5;
    /// Another.
    pub const OTHER: usize = 6;
}

/// Levels of days of birth.
pub mod day {
    /// The same.
    pub const SAME: usize = 1;
    /// Day and month have changed places.
    pub const SWAPPED: usize = 2;
    /// One digit differs, or two neighbours have changed places.
    pub const SLIP: usize = 3;
    /// The same year and month, or year and day, or month and day.
    pub const TWO_PARTS: usize = 4;
    /// The same year.
    pub const YEAR: usize = 5;
    /// Another.
    pub const OTHER: usize = 6;
}

/// Levels of e-mails.
pub mod email {
    /// The same.
    pub const SAME: usize = 1;
    /// One slip away.
    pub const SLIP: usize = 2;
    /// The same user elsewhere.
    pub const USER: usize = 3;
    /// Another.
    pub const OTHER: usize = 4;
}

/// Levels of phones.
pub mod phone {
    /// One in common.
    pub const SAME: usize = 1;
    /// One slip away.
    pub const SLIP: usize = 2;
    /// None in common.
    pub const OTHER: usize = 3;
}

/// Levels of addresses.
pub mod address {
    /// The same street and number, the same postcode.
    pub const SAME: usize = 1;
    /// Nearly the same street, the same number and postcode.
    pub const NEAR: usize = 2;
    /// The same postcode or town.
    pub const TOWN: usize = 3;
    /// The same beginning of the postcode.
    pub const REGION: usize = 4;
    /// Elsewhere.
    pub const OTHER: usize = 5;
}

/// Levels of bank accounts, identifiers and categories.
pub mod exact {
    /// The same.
    pub const SAME: usize = 1;
    /// One slip away.
    pub const SLIP: usize = 2;
    /// Somewhat alike.
    pub const NEAR: usize = 3;
    /// Another.
    pub const OTHER: usize = 4;
}

impl Records {
    /// The levels at which records `a` and `b` agree. About half a microsecond.
    pub fn compare(&self, a: usize, b: usize) -> Pattern {
        let (Some(left), Some(right)) = (self.rows.get(a), self.rows.get(b)) else { return 0 };
        let (given, family) = self.names(left, right);
        let mut pattern = given as u64
            | (family as u64) << (4 * FAMILY)
            | (u64::from(left.sex != 0 && right.sex != 0) * (1 + u64::from(left.sex != right.sex))) << (4 * SEX)
            | (days(left.day, right.day) as u64) << (4 * DAY)
            | (self.mails(left.email, right.email) as u64) << (4 * EMAIL)
            | (self.numbers(left, right) as u64) << (4 * PHONE)
            | (self.places(left, right) as u64) << (4 * ADDRESS)
            | (self.accounts(left.iban, right.iban) as u64) << (4 * IBAN);
        let extras =
            self.extras_of(a).iter().zip(self.extras_of(b)).zip(self.extra_values.iter().zip(&self.extra_kinds));
        for (at, ((a, b), (values, identifier))) in extras.enumerate().take(KINDS - EXTRA) {
            let level = match (*a, *b) {
                (0, _) | (_, 0) => 0,
                (a, b) if a == b => exact::SAME,
                (a, b) => alike(values.value(a), values.value(b), *identifier),
            };
            pattern |= (level as u64) << (4 * (EXTRA + at));
        }
        pattern
    }

    fn names(&self, a: &Record, b: &Record) -> (usize, usize) {
        let family = self.family_level(a, b);
        if a.given == 0 || b.given == 0 {
            return (0, family);
        }
        let given = self.given_level(a.given, b.given);
        if (given >= given::FAR || family >= family::FAR) && a.family != 0 && b.family != 0 && self.swapped(a, b) {
            return (given::SWAPPED, 0);
        }
        if given >= given::FAR && family == 0 {
            // Who has one name alone may have had it written in the other's place.
            let level = self.lone(a, b).max(self.lone(b, a));
            if level != 0 {
                return (0, level);
            }
        }
        (given, family)
    }

    /// The level of the only name of `a`, written as a given name, with the family name of `b`; 0 if it is not near it.
    fn lone(&self, a: &Record, b: &Record) -> usize {
        if a.family != 0 || b.family == 0 {
            return 0;
        }
        let (x, y) = (self.given_value(a.given), self.family_value(b.family));
        let (left, right) = (self.names.atoms.value(x.compact), self.names.atoms.value(y.compact));
        if left == right {
            family::SAME
        } else if one_slip(left, right) || jaro_winkler(left, right) >= 0.92 {
            family::NEAR
        } else {
            0
        }
    }

    fn swapped(&self, a: &Record, b: &Record) -> bool {
        let (ga, gb) = (self.given_value(a.given), self.given_value(b.given));
        let (fa, fb) = (self.family_value(a.family), self.family_value(b.family));
        let whole = |x: &NameValue, y: &NameValue| x.compact == y.compact || x.words[0] == y.words[0];
        match (whole(&ga, &fb), whole(&gb, &fa)) {
            (true, true) => true,
            (true, false) => self.atoms_near(gb.compact, fa.compact),
            (false, true) => self.atoms_near(ga.compact, fb.compact),
            (false, false) => false,
        }
    }

    fn atoms_near(&self, a: Id, b: Id) -> bool {
        let (x, y) = (self.names.atoms.value(a), self.names.atoms.value(b));
        one_slip(x, y) || jaro_winkler(x, y) >= 0.88
    }

    /// The level of two given names.
    pub fn given_level(&self, a: Id, b: Id) -> usize {
        if a == b {
            return given::SAME;
        }
        let (left, right) = (self.given_value(a), self.given_value(b));
        if left.compact == right.compact {
            return given::SAME;
        }
        if left.words[0] == right.words[0] {
            let clash = left.words[1] != 0 && right.words[1] != 0 && left.words[1] != right.words[1];
            let cut = clash && {
                let (x, y) = (self.names.atoms.value(left.words[1]), self.names.atoms.value(right.words[1]));
                x.starts_with(y) || y.starts_with(x)
            };
            return if clash && !cut { given::OTHER_SECOND } else { given::FIRST };
        }
        let (x, y) = (self.names.atoms.value(left.words[0]), self.names.atoms.value(right.words[0]));
        if x.len() == 1 || y.len() == 1 {
            return if x.first() == y.first() { given::SHORT } else { given::OTHER };
        }
        if x.len().min(y.len()) <= 8 && name::short_form(x, y) {
            return given::SHORT;
        }
        let further = |word: Id, of: &[Id; 3]| word != 0 && of.iter().skip(1).any(|it| *it == word);
        if further(left.words[0], &right.words) || further(right.words[0], &left.words) {
            return given::FURTHER;
        }
        let ([a1, a2], [b1, b2]) = (left.letters, right.letters);
        if !a1.may_slip(b1) && a1.similar_most(b1) < 0.8 && left.sound != right.sound && !a2.may_slip(b2) {
            return given::OTHER;
        }
        let similar = jaro_winkler(x, y);
        if similar >= 0.92 || one_slip(x, y) || (left.sound == right.sound && similar > 0.7) {
            given::NEAR
        } else if similar >= 0.8 || self.compact_near(left.compact, right.compact) {
            given::FAR
        } else {
            given::OTHER
        }
    }

    fn compact_near(&self, a: Id, b: Id) -> bool {
        one_slip(self.names.atoms.value(a), self.names.atoms.value(b))
    }

    fn family_level(&self, a: &Record, b: &Record) -> usize {
        if a.family == 0 || b.family == 0 {
            return 0;
        }
        if a.family == b.family {
            return family::SAME;
        }
        let plain = self.family_pair(a.family, b.family);
        if plain == family::SAME {
            return plain;
        }
        let born = |x: Id, y: Id| x != 0 && y != 0 && (x == y || self.family_pair(x, y) == family::SAME);
        if born(a.birth, b.family) || born(a.family, b.birth) || born(a.birth, b.birth) {
            return family::BIRTH;
        }
        plain
    }

    /// The level of two family names.
    pub fn family_pair(&self, a: Id, b: Id) -> usize {
        let (left, right) = (self.family_value(a), self.family_value(b));
        if left.compact == right.compact {
            return family::SAME;
        }
        let ([_, a], [_, b]) = (left.letters, right.letters);
        let shared = left.words.iter().any(|it| *it != 0 && right.words.contains(it));
        if !shared && !a.may_slip(b) && a.similar_most(b) < 0.8 && left.sound != right.sound {
            return family::OTHER;
        }
        let (x, y) = (self.names.atoms.value(left.compact), self.names.atoms.value(right.compact));
        let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
        let part = |word: &Id| *word != 0 && self.names.atoms.value(*word).len() > 2;
        if (short.len() >= 14 && long.starts_with(short))
            || left.words.iter().filter(|it| part(it)).any(|it| right.words.contains(it))
        {
            return family::PART;
        }
        let similar = jaro_winkler(x, y);
        if similar >= 0.92 || one_slip(x, y) || (left.sound == right.sound && similar > 0.7) {
            family::NEAR
        } else if similar >= 0.8 {
            family::FAR
        } else {
            family::OTHER
        }
    }

    fn mails(&self, a: Id, b: Id) -> usize {
        if a == 0 || b == 0 {
            return 0;
        }
        if a == b {
            return email::SAME;
        }
        let (left, right) = (self.email_value(a), self.email_value(b));
        if left.letters.may_slip(right.letters) && one_slip(self.emails.value(a), self.emails.value(b)) {
            email::SLIP
        } else if left.user == right.user {
            email::USER
        } else {
            email::OTHER
        }
    }

    fn numbers(&self, a: &Record, b: &Record) -> usize {
        if a.phones[0] == 0 || b.phones[0] == 0 {
            return 0;
        }
        let pairs = || {
            a.phones
                .iter()
                .filter(|it| **it != 0)
                .flat_map(|x| b.phones.iter().filter(|it| **it != 0).map(move |y| (*x, *y)))
        };
        if pairs().any(|(x, y)| x == y) {
            return phone::SAME;
        }
        let number = |id: Id| self.phone_digits(id).unwrap_or(0);
        if pairs().any(|(x, y)| digits_slip(number(x), number(y))) { phone::SLIP } else { phone::OTHER }
    }

    fn places(&self, a: &Record, b: &Record) -> usize {
        if a.postcode == 0 || b.postcode == 0 {
            return match (a.city, b.city) {
                (0, _) | (_, 0) => 0,
                (x, y) if x == y => {
                    if a.street != 0 && a.street == b.street {
                        address::SAME
                    } else {
                        address::TOWN
                    }
                }
                _ => address::OTHER,
            };
        }
        let same_city = a.city == b.city && a.city != 0;
        if a.postcode == b.postcode || same_city {
            return match self.streets_level(a.street, b.street) {
                0 if a.postcode == b.postcode => address::TOWN,
                0 => address::REGION,
                level => level,
            };
        }
        let (x, y) = (self.postcodes.value(a.postcode), self.postcodes.value(b.postcode));
        let slip = one_slip(x, y);
        if slip && self.streets_level(a.street, b.street) != 0 {
            return address::NEAR;
        }
        let head = x.get(..2) == y.get(..2);
        if slip
            && a.city != 0
            && b.city != 0
            && jaro_winkler(self.cities.value(a.city), self.cities.value(b.city)) > 0.9
        {
            address::TOWN
        } else if head {
            address::REGION
        } else {
            address::OTHER
        }
    }

    /// The level of two streets of one place; 0 if they are not near.
    fn streets_level(&self, a: Id, b: Id) -> usize {
        if a == 0 || b == 0 {
            return 0;
        }
        if a == b {
            return address::SAME;
        }
        let number =
            |id: Id| (id as usize).checked_sub(1).and_then(|at| self.street_values.get(at)).map_or(0, |it| it.number);
        let (x, y) = (self.streets.value(a), self.streets.value(b));
        let cut = x.len().min(y.len()) >= 12 && (x.starts_with(y) || y.starts_with(x));
        if number(a) == number(b) && (cut || jaro_winkler(x, y) >= 0.92) || one_slip(x, y) { address::NEAR } else { 0 }
    }

    fn accounts(&self, a: Id, b: Id) -> usize {
        match (a, b) {
            (0, _) | (_, 0) => 0,
            (a, b) if a == b => exact::SAME,
            (a, b) => {
                if differ(self.ibans.value(a), self.ibans.value(b)) <= 2 {
                    exact::SLIP
                } else {
                    exact::OTHER
                }
            }
        }
    }
}

/// In how many places two texts of one length differ; more than any if the lengths are not the same.
fn differ(x: &[u8], y: &[u8]) -> usize {
    if x.len() == y.len() { x.iter().zip(y).filter(|(x, y)| x != y).count() } else { usize::MAX }
}

fn alike(x: &[u8], y: &[u8], identifier: bool) -> usize {
    if one_slip(x, y) {
        return exact::SLIP;
    }
    let near = if identifier { distance(x, y, 2) <= 2 } else { jaro_winkler(x, y) >= 0.88 };
    if near { exact::NEAR } else { exact::OTHER }
}

/// The level of two days.
pub fn days(a: u32, b: u32) -> usize {
    if a == 0 || b == 0 {
        return 0;
    }
    if a == b {
        return day::SAME;
    }
    let parts = |it: u32| (it / 10_000, it / 100 % 100, it % 100);
    let ((ya, ma, da), (yb, mb, db)) = (parts(a), parts(b));
    if ya == yb && ma == db && da == mb {
        return day::SWAPPED;
    }
    if digits_slip(u64::from(a), u64::from(b)) {
        return day::SLIP;
    }
    let same = usize::from(ya == yb) + usize::from(ma == mb) + usize::from(da == db);
    if same == 2 {
        day::TWO_PARTS
    } else if ya == yb {
        day::YEAR
    } else {
        day::OTHER
    }
}

/// Whether two numbers of as many digits differ in one digit, or by a swap of two neighbours.
fn digits_slip(mut a: u64, mut b: u64) -> bool {
    let (mut differ, mut last, mut swapped) = (0, None, false);
    let mut at = 0;
    while a != 0 || b != 0 {
        let (x, y) = (a % 10, b % 10);
        if x != y {
            differ += 1;
            if let Some((place, p, q)) = last {
                swapped = place + 1 == at && p == y && q == x;
            }
            last = Some((at, x, y));
        }
        if differ > 2 {
            return false;
        }
        (a, b, at) = (a / 10, b / 10, at + 1);
    }
    differ == 1 || (differ == 2 && swapped)
}

#[cfg(test)]
mod tests {
    use super::{ADDRESS, DAY, EMAIL, FAMILY, GIVEN, PHONE, address, day, days, email, family, given, level, phone};
    use crate::field::Field;
    use crate::reader::Reader;

    const FIELDS: [Field; 8] = [
        Field::Given,
        Field::Family,
        Field::Birth,
        Field::Day,
        Field::Email,
        Field::Phone,
        Field::Street,
        Field::Postcode,
    ];

    /// Level of `kind` of two rows; none if the order of rows matters.
    fn levels(kind: usize, a: [&str; 8], b: [&str; 8]) -> Option<usize> {
        let mut reader = Reader::new(&FIELDS, std::iter::once(vec!["", "", "", "1980-01-31"]));
        reader.push(a.into_iter());
        reader.push(b.into_iter());
        let records = reader.finish();
        let (there, back) = (records.compare(0, 1), records.compare(1, 0));
        (there == back).then(|| level(there, kind))
    }

    fn names(a: (&str, &str), b: (&str, &str)) -> (Option<usize>, Option<usize>) {
        let row = |(given, family): (&'static str, &'static str)| [given, family, "", "", "", "", "", ""];
        let leak = |it: (&str, &str)| (&*it.0.to_owned().leak(), &*it.1.to_owned().leak());
        let (a, b) = (row(leak(a)), row(leak(b)));
        (levels(GIVEN, a, b), levels(FAMILY, a, b))
    }

    #[test]
    fn names_agree_by_level() {
        for (a, b, expected) in [
            (("Zoé", "Martin"), ("ZOE", "MARTIN"), (given::SAME, family::SAME)),
            (("Jean Pierre", "Martin"), ("Jean", "Marttin"), (given::FIRST, family::NEAR)),
            (("Jean Pierre", "Martin"), ("Jean Luc", "Rousseau"), (given::OTHER_SECOND, family::OTHER)),
            (("J", "Martin"), ("Jean", "Martin Dupont"), (given::SHORT, family::PART)),
            (("Martin", "Claude"), ("Claude", "Martin"), (given::SWAPPED, 0)),
            (("Marttin", "Claude"), ("Claude", "Martin"), (given::SWAPPED, 0)),
            (("Martin", ""), ("Claude", "Martin"), (0, family::SAME)),
            (("Louise", "Martin"), ("Bernard", "Fontaine"), (given::OTHER, family::OTHER)),
        ] {
            assert_eq!(names(a, b), (Some(expected.0), Some(expected.1)), "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_married_woman_keeps_her_name_at_birth() {
        let row = |family, birth| ["Anne", family, birth, "", "", "", "", ""];
        assert_eq!(levels(FAMILY, row("Martin", "Fontaine"), row("Fontaine", "")), Some(family::BIRTH));
    }

    #[test]
    fn days_agree_by_level() {
        for (a, b, expected) in [
            (19800131, 19800131, day::SAME),
            (19800201, 19800102, day::SWAPPED),
            (19800131, 19800137, day::SLIP),
            (19808131, 19800131, day::SLIP),
            (19800131, 19800211, day::YEAR),
            (19800131, 19810131, day::SLIP),
            (19800131, 19920131, day::TWO_PARTS),
            (19800131, 19751104, day::OTHER),
            (19800131, 0, 0),
        ] {
            assert_eq!((days(a, b), days(b, a)), (expected, expected), "{a} {b}");
        }
    }

    #[test]
    fn a_day_that_cannot_be_is_a_slip_of_one_that_can() {
        let row = |day| ["", "", "", day, "", "", "", ""];
        assert_eq!(levels(DAY, row("1980-81-31"), row("1980-01-31")), Some(day::SLIP));
    }

    #[test]
    fn contact_points_agree_by_level() {
        let row = |email, phone, street, postcode| ["", "", "", "", email, phone, street, postcode];
        let a = row("anne.martin@orange.fr", "0647182935", "12 rue des Lilas", "75011");
        for (b, expected) in [
            (a, (email::SAME, phone::SAME, address::SAME)),
            (
                row("anne.matrin@orange.fr", "0647182953", "12 rue des Lilac", "75011"),
                (email::SLIP, phone::SLIP, address::NEAR),
            ),
            (
                row("anne.martin@free.fr", "0698237461", "3 avenue Foch", "75011"),
                (email::USER, phone::OTHER, address::TOWN),
            ),
            (row("bob@free.fr", "", "3 avenue Foch", "75116"), (email::OTHER, 0, address::REGION)),
            (row("", "", "3 avenue Foch", "13001"), (0, 0, address::OTHER)),
        ] {
            let found = [EMAIL, PHONE, ADDRESS].map(|kind| levels(kind, a, b));
            assert_eq!(found, [Some(expected.0), Some(expected.1), Some(expected.2)], "{b:?}");
        }
    }
}
