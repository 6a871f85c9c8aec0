//! Who the customers are: names, places, phones, contracts. Made up; any likeness is chance.

use kernel::Locale;

use crate::demo::dice::Dice;

const GIVEN: [&str; 80] = [
    "Marie",
    "Nathalie",
    "Isabelle",
    "Sylvie",
    "Catherine",
    "Françoise",
    "Martine",
    "Christine",
    "Monique",
    "Valérie",
    "Sandrine",
    "Stéphanie",
    "Véronique",
    "Sophie",
    "Céline",
    "Chantal",
    "Patricia",
    "Anne",
    "Brigitte",
    "Julie",
    "Aurélie",
    "Laurence",
    "Christiane",
    "Émilie",
    "Claire",
    "Léa",
    "Manon",
    "Camille",
    "Chloé",
    "Inès",
    "Sarah",
    "Hélène",
    "Élodie",
    "Fatima",
    "Aïcha",
    "Mélanie",
    "Pauline",
    "Jeanne",
    "Louise",
    "Agnès",
    "Jean",
    "Michel",
    "Philippe",
    "Alain",
    "Patrick",
    "Nicolas",
    "Christophe",
    "Pierre",
    "Christian",
    "Éric",
    "Frédéric",
    "Laurent",
    "Stéphane",
    "David",
    "Pascal",
    "Daniel",
    "Alexandre",
    "Julien",
    "Thierry",
    "Olivier",
    "Bernard",
    "Thomas",
    "Sébastien",
    "Gérard",
    "Didier",
    "Dominique",
    "Vincent",
    "François",
    "Bruno",
    "Guillaume",
    "Jérôme",
    "Karim",
    "Mohamed",
    "Antoine",
    "Lucas",
    "Hugo",
    "Théo",
    "Youssef",
    "Maxime",
    "Benoît",
];
const FAMILY: [&str; 96] = [
    "Martin",
    "Bernard",
    "Thomas",
    "Petit",
    "Robert",
    "Richard",
    "Durand",
    "Dubois",
    "Moreau",
    "Laurent",
    "Simon",
    "Michel",
    "Lefebvre",
    "Leroy",
    "Roux",
    "David",
    "Bertrand",
    "Morel",
    "Fournier",
    "Girard",
    "Bonnet",
    "Dupont",
    "Lambert",
    "Fontaine",
    "Rousseau",
    "Vincent",
    "Muller",
    "Lefèvre",
    "Faure",
    "André",
    "Mercier",
    "Blanc",
    "Guérin",
    "Boyer",
    "Garnier",
    "Chevalier",
    "François",
    "Legrand",
    "Gauthier",
    "Garcia",
    "Perrin",
    "Robin",
    "Clément",
    "Morin",
    "Nicolas",
    "Henry",
    "Roussel",
    "Mathieu",
    "Gautier",
    "Masson",
    "Marchand",
    "Duval",
    "Denis",
    "Dumont",
    "Marie",
    "Lemaire",
    "Noël",
    "Meyer",
    "Dufour",
    "Meunier",
    "Brun",
    "Blanchard",
    "Giraud",
    "Joly",
    "Rivière",
    "Lucas",
    "Brunet",
    "Gaillard",
    "Barbier",
    "Arnaud",
    "Martinez",
    "Gérard",
    "Roche",
    "Renard",
    "Schmitt",
    "Roy",
    "Leroux",
    "Colin",
    "Vidal",
    "Caron",
    "Picard",
    "Benali",
    "Haddad",
    "Nguyen",
    "Traoré",
    "Diallo",
    "Da Silva",
    "Pereira",
    "Desprès",
    "Vialat",
    "Kowalski",
    "Ferreira",
    "Le Gall",
    "Le Goff",
    "Keller",
    "Aubert",
];
const ENGLISH: [(&str, &str); 12] = [
    ("James", "Walker"),
    ("Emma", "Taylor"),
    ("Oliver", "Hughes"),
    ("Charlotte", "Evans"),
    ("Harry", "Bennett"),
    ("Amelia", "Clarke"),
    ("George", "Turner"),
    ("Grace", "Parker"),
    ("William", "Cooper"),
    ("Alice", "Morgan"),
    ("Henry", "Ward"),
    ("Lucy", "Fisher"),
];
const CITIES: [(&str, &str); 20] = [
    ("33000", "Bordeaux"),
    ("44000", "Nantes"),
    ("35000", "Rennes"),
    ("17000", "La Rochelle"),
    ("64100", "Bayonne"),
    ("31000", "Toulouse"),
    ("37000", "Tours"),
    ("49000", "Angers"),
    ("29200", "Brest"),
    ("56000", "Vannes"),
    ("79000", "Niort"),
    ("86000", "Poitiers"),
    ("87000", "Limoges"),
    ("24000", "Périgueux"),
    ("47000", "Agen"),
    ("85000", "La Roche-sur-Yon"),
    ("22000", "Saint-Brieuc"),
    ("72000", "Le Mans"),
    ("45000", "Orléans"),
    ("64000", "Pau"),
];
const STREETS: [&str; 16] = [
    "rue des Tilleuls",
    "rue Pasteur",
    "avenue de la Gare",
    "rue Victor-Hugo",
    "place de l’Église",
    "chemin des Vignes",
    "rue du Port",
    "boulevard Carnot",
    "rue des Écoles",
    "impasse des Lilas",
    "quai des Chartrons",
    "allée des Peupliers",
    "rue Jean-Jaurès",
    "route de Paris",
    "rue du Moulin",
    "rue de la République",
];
const PROVIDERS: [&str; 6] =
    ["courriel.example", "poste.example", "boite.example", "fibre.example", "perso.example", "rivage.example"];

/// The first customer: in two records, with a letter from each address.
const TWIN: (&str, &str) = ("Hélène", "Vialat");

/// One customer as the company knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Counted from 0; the same for the same seed.
    pub index: usize,
    /// First name; a few have none on file.
    pub given: Option<String>,
    /// Family name.
    pub family: String,
    /// Unique.
    pub email: String,
    /// E.164.
    pub phone: Option<String>,
    /// Number and street.
    pub street: String,
    /// Post code.
    pub post_code: &'static str,
    /// Town.
    pub city: &'static str,
    /// What they write in.
    pub locale: Locale,
    /// Their contract, as the contract system knows it.
    pub contract: String,
}

/// Customer number `index` of the company made from `seed`. O(1): no other customer is needed.
pub fn customer(seed: u64, index: usize) -> Customer {
    let mut dice = Dice::new(seed ^ u64::try_from(index).unwrap_or_default().wrapping_mul(0x9E37_79B9)).apart("people");
    let is_english = dice.chance(0.04);
    let (given, family) = if is_english {
        dice.pick(&ENGLISH).copied().unwrap_or(("Alice", "Morgan"))
    } else {
        // Few names are common and many are rare: the lists are by frequency, the dice lean to their head.
        (lean(&mut dice, &GIVEN), lean(&mut dice, &FAMILY))
    };
    let family = if !is_english && dice.chance(0.06) {
        format!("{family}-{}", lean(&mut dice, &FAMILY))
    } else {
        family.to_owned()
    };
    let (post_code, city) = dice.pick(&CITIES).copied().unwrap_or(("33000", "Bordeaux"));
    let street = format!("{} {}", dice.between(1, 180), dice.word(&STREETS));
    let (given, family) = if index == 0 { (TWIN.0, TWIN.1.to_owned()) } else { (given, family) };
    let local = match dice.below(4) {
        0 => format!("{}{}", plain(given).chars().take(1).collect::<String>(), plain(&family)),
        1 => format!("{}.{}", plain(&family), plain(given)),
        _ => format!("{}.{}", plain(given), plain(&family)),
    };
    let email = format!("{local}{index}@{}", dice.word(&PROVIDERS));
    let phone = (dice.chance(0.86) || index == 0).then(|| phone(index)).flatten();
    let knows_given = dice.chance(0.97) || index == 0;
    Customer {
        index,
        given: knows_given.then(|| given.to_owned()),
        family,
        email,
        phone,
        street,
        post_code,
        city,
        locale: if is_english && index > 0 { Locale::En } else { Locale::Fr },
        contract: format!("MR{:07}", 1_000_000 + index),
    }
}

/// The customer of a company of `customers` whose address this is, whoever writes it down.
pub fn by_address(seed: u64, customers: usize, address: &str) -> Option<Customer> {
    let (local, _) = address.split_once('@')?;
    let digits = local.trim_start_matches(|it: char| !it.is_ascii_digit());
    let index = digits.parse().ok().filter(|it| *it < customers)?;
    Some(customer(seed, index)).filter(|it| it.email.eq_ignore_ascii_case(address))
}

/// The address from which a customer came by the site once, and became a second record: nobody has noticed yet.
pub fn other_address(it: &Customer) -> String {
    let given = it.given.as_deref().map(plain).unwrap_or_default();
    let initial: String = given.chars().take(1).collect();
    format!("{initial}.{}.{}@rivage.example", plain(&it.family), it.post_code.get(..2).unwrap_or_default())
}

/// Whether a customer stands in two records. The first always does.
pub const fn has_twin(index: usize) -> bool {
    index.is_multiple_of(250)
}

/// Numbers that the French regulator keeps for fiction (Arcep, decision 2018-0881): blocks of 10,000, then none. The mobile
/// block, 06 39 98, is left out: the library that reads numbers does not know it.
fn phone(index: usize) -> Option<String> {
    const BLOCKS: [&str; 5] = ["26191", "35301", "46571", "53649", "19900"];
    BLOCKS.get(index / 10_000).map(|block| format!("+33{block}{:04}", index % 10_000))
}

fn lean<'a>(dice: &mut Dice, names: &[&'a str]) -> &'a str {
    let share = dice.share() * dice.share().sqrt();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index below a hundred"
    )]
    let index = (share * names.len() as f64) as usize;
    names.get(index).copied().unwrap_or("Martin")
}

/// Letters of a mail address: no accents, no spaces.
fn plain(name: &str) -> String {
    kernel::fold::fold(name).chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::demo::people::{by_address, customer, other_address};

    #[test]
    fn a_customer_is_the_same_for_the_same_seed_and_addresses_are_unique() {
        assert_eq!(customer(1, 42), customer(1, 42));
        assert_ne!(customer(1, 42), customer(2, 42));
        let addresses: BTreeSet<_> = (0..2_000).map(|index| customer(1, index).email).collect();
        assert_eq!(addresses.len(), 2_000);
    }

    #[test]
    fn a_customer_is_known_by_their_address_and_by_no_other() {
        for index in [0, 7, 1_999] {
            let it = customer(1, index);
            assert_eq!(by_address(1, 2_000, &it.email), Some(it.clone()));
            assert_eq!(by_address(1, 2_000, &other_address(&it)), None);
            assert_eq!(by_address(1, index, &it.email), None);
        }
        assert_eq!(by_address(1, 2_000, "me@home.example"), None);
        assert_eq!(other_address(&customer(5, 0)).split('.').nth(1), Some("vialat"));
    }

    #[test]
    fn addresses_and_phones_are_well_formed() {
        for index in (0..50_000).step_by(97) {
            let it = customer(1, index);
            it.email.parse::<kernel::Email>().unwrap();
            if let Some(phone) = &it.phone {
                assert_eq!(kernel::Phone::parse(phone, "FR").unwrap().as_str(), phone);
            }
        }
    }
}
