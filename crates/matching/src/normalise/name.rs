//! Names of persons: folded, particles joined, short forms known.

/// Short forms and the names they stand for, folded. Short forms that begin their name (`ALEX`, `FRED`) need no line.
const SHORT: &[(&[u8], &[&[u8]])] = &[
    (b"BABETH", &[b"ELISABETH", b"ELIZABETH"]),
    (b"BETTY", &[b"ELISABETH", b"ELIZABETH"]),
    (b"BETH", &[b"ELIZABETH", b"ELISABETH"]),
    (b"LISE", &[b"ELISABETH"]),
    (b"LIZ", &[b"ELIZABETH", b"ELISABETH"]),
    (b"CATHY", &[b"CATHERINE"]),
    (b"KATE", &[b"CATHERINE", b"KATHERINE"]),
    (b"KATIA", &[b"CATHERINE"]),
    (b"FANFAN", &[b"FRANCOISE", b"FRANCOIS"]),
    (b"FRANCK", &[b"FRANCOIS"]),
    (b"GUIGUI", &[b"GUILLAUME"]),
    (b"GUY", &[b"GUILLAUME"]),
    (b"JACKY", &[b"JACQUELINE", b"JACQUES"]),
    (b"JACK", &[b"JOHN", b"JACQUES"]),
    (b"LOLO", &[b"LAURENT", b"LAURENCE"]),
    (b"MANU", &[b"EMMANUEL", b"EMMANUELLE"]),
    (b"MANUE", &[b"EMMANUELLE"]),
    (b"MIMI", &[b"MICHELINE", b"MICHELE", b"MIREILLE"]),
    (b"NINI", &[b"VIRGINIE", b"EUGENIE"]),
    (b"GINIE", &[b"VIRGINIE"]),
    (b"NICO", &[b"NICOLAS"]),
    (b"MAT", &[b"MATHIEU", b"MATTHIEU"]),
    (b"TOM", &[b"THOMAS"]),
    (b"TONY", &[b"ANTHONY", b"ANTOINE"]),
    (b"TITI", &[b"THIERRY"]),
    (b"VERO", &[b"VERONIQUE"]),
    (b"SANDY", &[b"SANDRINE", b"SANDRA"]),
    (b"SANDRA", &[b"ALEXANDRA"]),
    (b"SACHA", &[b"ALEXANDRE"]),
    (b"XAV", &[b"XAVIER"]),
    (b"ZIZOU", &[b"ZINEDINE"]),
    (b"BILL", &[b"WILLIAM"]),
    (b"WILL", &[b"WILLIAM"]),
    (b"BOB", &[b"ROBERT"]),
    (b"ROB", &[b"ROBERT"]),
    (b"BERT", &[b"ALBERT", b"HERBERT", b"ROBERT"]),
    (b"DICK", &[b"RICHARD"]),
    (b"RICK", &[b"RICHARD"]),
    (b"HARRY", &[b"HENRY", b"HAROLD"]),
    (b"HAL", &[b"HENRY", b"HAROLD"]),
    (b"JIM", &[b"JAMES"]),
    (b"JIMMY", &[b"JAMES"]),
    (b"JAMIE", &[b"JAMES"]),
    (b"JOE", &[b"JOSEPH"]),
    (b"JOHNNY", &[b"JOHN"]),
    (b"NED", &[b"EDWARD"]),
    (b"TED", &[b"EDWARD", b"THEODORE"]),
    (b"TEDDY", &[b"EDWARD", b"THEODORE"]),
    (b"PEGGY", &[b"MARGARET"]),
    (b"MEG", &[b"MARGARET"]),
    (b"MAGGIE", &[b"MARGARET"]),
    (b"POLLY", &[b"MARY"]),
    (b"MOLLY", &[b"MARY"]),
    (b"SALLY", &[b"SARAH"]),
    (b"FANNY", &[b"FRANCES", b"FRANCOISE"]),
    (b"FRANK", &[b"FRANCIS", b"FRANKLIN"]),
    (b"CHUCK", &[b"CHARLES"]),
    (b"CHARLIE", &[b"CHARLES"]),
    (b"ANDY", &[b"ANDREW"]),
    (b"DREW", &[b"ANDREW"]),
    (b"MIKE", &[b"MICHAEL"]),
    (b"MICKY", &[b"MICHEL", b"MICHAEL"]),
    (b"STEVE", &[b"STEPHEN", b"STEVEN"]),
    (b"GUS", &[b"AUGUSTUS", b"GUSTAVE"]),
    (b"LARRY", &[b"LAURENCE", b"LAWRENCE"]),
    (b"NELL", &[b"HELEN", b"ELEANOR"]),
    (b"NANCY", &[b"ANN", b"ANNE"]),
    (b"HANK", &[b"HENRY"]),
    (b"WALLY", &[b"WALTER"]),
    (b"WALT", &[b"WALTER"]),
    (b"KIT", &[b"CHRISTOPHER"]),
    (b"TOPHE", &[b"CHRISTOPHE"]),
];

/// Whether one given name is the short form of the other: the table, or a beginning of at least two letters
/// (`JO` of JOSÉPHINE, `ALEX` of ALEXANDRE).
pub fn short_form(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    (short.len() >= 2 && short.len() < long.len() && long.starts_with(short)) || listed(a, b) || listed(b, a)
}

fn listed(short: &[u8], long: &[u8]) -> bool {
    SHORT.iter().any(|(it, stands_for)| *it == short && stands_for.contains(&long))
}

/// Whether `word` is a particle: it belongs to the name and alone names nobody.
pub fn is_particle(word: &[u8]) -> bool {
    matches!(word, b"DE" | b"DU" | b"DES" | b"LA" | b"LE" | b"LES" | b"D" | b"L" | b"DA" | b"DI" | b"DOS" | b"VAN" | b"VON" | b"DER" | b"DEN" | b"EL" | b"AL" | b"BEN" | b"ST" | b"SAINT" | b"OF" | b"THE")
}

/// A sex as civility, title or word says it: 1 man, 2 woman, 0 not said.
pub fn sex(text: &str) -> u8 {
    match text.trim().trim_end_matches('.').to_ascii_lowercase().as_str() {
        "m" | "mr" | "monsieur" | "male" | "homme" | "h" | "herr" | "sir" | "1" => 1,
        "mme" | "mlle" | "mle" | "f" | "female" | "femme" | "madame" | "mrs" | "ms" | "miss" | "frau" | "2" => 2,
        _ => 0,
    }
}
