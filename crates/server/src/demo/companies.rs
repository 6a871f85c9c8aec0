//! The companies, societies and co-operatives among the customers, and who acts for them. Made up; any likeness is chance.

use customers::person::{AccountKind, MembershipRole};

use crate::demo::dice::Dice;

/// Customers to a company: most people insure themselves.
const CUSTOMERS_TO_ONE: usize = 240;
/// How far apart the members of one stand among the customers, so that they do not fill the first page.
const STRIDE: usize = 7;

const TRADES: [&str; 14] = [
    "Menuiserie",
    "Boulangerie",
    "Garage",
    "Plomberie",
    "Pharmacie",
    "Imprimerie",
    "Transports",
    "Pépinières",
    "Cabinet",
    "Librairie",
    "Charpentes",
    "Maçonnerie",
    "Conserverie",
    "Atelier",
];
const NAMES: [&str; 18] = [
    "Aubert",
    "du Port",
    "Le Goff",
    "de l’Estuaire",
    "Morvan",
    "des Deux-Rives",
    "Castaing",
    "Guérin et fils",
    "de la Halle",
    "Perrin",
    "du Vieux-Pont",
    "Lacoste",
    "des Chartrons",
    "Tessier",
    "du Marais",
    "Hamon",
    "de la Gare",
    "Rivoal",
];
const SOCIETIES: [&str; 8] = [
    "Club nautique de la Pointe",
    "Harmonie municipale des Quais",
    "Amicale des jardins ouvriers",
    "Judo-club des Peupliers",
    "Comité des fêtes du Bourg",
    "Chorale des Deux-Ponts",
    "Ressourcerie de l’Écluse",
    "Théâtre de la Criée",
];
/// What they do there, by how much they decide; chosen so that they fit anybody.
const TITLES: [(MembershipRole, [&str; 3]); 3] = [
    (MembershipRole::Executive, ["Direction", "Gérance", "Présidence"]),
    (MembershipRole::Middle, ["Comptabilité", "Secrétariat général", "Ressources humaines"]),
    (MembershipRole::Operational, ["Accueil", "Exploitation", "Assistance"]),
];

/// One company and who acts for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its name.
    pub name: String,
    /// What sort.
    pub kind: AccountKind,
    /// Nine digits as in the business register, whose check digit is wrong: nobody's. Societies have none.
    pub registration: Option<String>,
    /// Customers by their number, what they may do, their title. The first one writes in its name.
    pub members: Vec<(usize, MembershipRole, &'static str)>,
}

/// Every company among so many customers. Nobody acts for two.
pub fn companies(seed: u64, customers: usize) -> Vec<Company> {
    let mut dice = Dice::new(seed).apart("companies");
    let count = (customers / CUSTOMERS_TO_ONE).max(usize::from(customers >= 40));
    let spread = customers.checked_div(count).unwrap_or_default();
    (0..count).map(|number| company(&mut dice, number, number * spread, spread)).collect()
}

fn company(dice: &mut Dice, number: usize, first: usize, spread: usize) -> Company {
    let kind = match dice.weighted(&[70.0, 8.0, 22.0]) {
        0 => AccountKind::Company,
        1 => AccountKind::Group,
        _ => AccountKind::Association,
    };
    // Every name once, before any comes a second time with its number.
    let round = number / (TRADES.len() * NAMES.len());
    let (trade, place) = (number % TRADES.len(), (number / TRADES.len() + number) % NAMES.len());
    let mut name = match kind {
        AccountKind::Association => SOCIETIES.get(number % SOCIETIES.len()).copied().unwrap_or_default().to_owned(),
        kind => {
            let group = if kind == AccountKind::Group { "Groupe " } else { "" };
            let (trade, place) = (TRADES.get(trade).unwrap_or(&""), NAMES.get(place).unwrap_or(&""));
            format!("{group}{trade} {place}")
        }
    };
    let round = if kind == AccountKind::Association { number / SOCIETIES.len() } else { round };
    if round > 0 {
        name = format!("{name} {}", round + 1);
    }
    let count = match kind {
        AccountKind::Group => dice.between(4, 6),
        _ => dice.between(1, 4),
    };
    let mut members = Vec::new();
    for place in 0..usize::try_from(count).unwrap_or(1) {
        let index = first + 3 + place * STRIDE;
        let level = if place == 0 { 0 } else { 1 + usize::from(dice.chance(0.6)) };
        if index < first + spread
            && let Some((role, titles)) = TITLES.get(level)
        {
            members.push((index, *role, dice.word(titles)));
        }
    }
    let registration = (kind != AccountKind::Association).then(|| registration(dice));
    Company { name, kind, registration, members }
}

/// Eight digits and a ninth that is not their check digit (Luhn).
fn registration(dice: &mut Dice) -> String {
    let digits: Vec<u64> = std::iter::once(3 + dice.below(6)).chain((0..7).map(|_| dice.below(10))).collect();
    let doubled = |(place, digit): (usize, &u64)| if place % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit };
    let check = (10 - digits.iter().enumerate().map(doubled).sum::<u64>() % 10) % 10;
    let all: String =
        digits.iter().map(u64::to_string).chain([((check + 1 + dice.below(9)) % 10).to_string()]).collect();
    let part = |from: usize| all.get(from..from + 3).unwrap_or_default();
    format!("{} {} {}", part(0), part(3), part(6))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::demo::companies::companies;

    #[test]
    fn companies_are_the_same_for_the_same_seed_and_nobody_acts_for_two() {
        let all = companies(1, 20_000);
        assert_eq!(all, companies(1, 20_000));
        assert_eq!(all.len(), 83);
        let members: Vec<usize> = all.iter().flat_map(|it| it.members.iter().map(|it| it.0)).collect();
        assert_eq!(members.iter().collect::<BTreeSet<_>>().len(), members.len());
        assert!(members.iter().all(|it| *it < 20_000));
        let names: BTreeSet<&str> = all.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names.len(), all.len());
        assert!(all.iter().all(|it| !it.members.is_empty()));
    }

    #[test]
    fn no_number_is_anybodys() {
        for it in companies(1, 20_000).iter().filter_map(|it| it.registration.as_deref()) {
            // Luhn: every second digit doubled from the right, its digits summed; a real number ends in 0.
            let digits: Vec<u32> = it.chars().filter_map(|it| it.to_digit(10)).collect();
            let luhn: u32 = digits
                .iter()
                .rev()
                .enumerate()
                .map(|(place, it)| if place % 2 == 1 { it * 2 / 10 + it * 2 % 10 } else { *it })
                .sum();
            assert_eq!(digits.len(), 9, "{it}");
            assert_ne!(luhn % 10, 0, "{it}");
        }
        assert!(companies(1, 10).is_empty());
        assert_eq!(companies(1, 60).len(), 1);
    }
}
