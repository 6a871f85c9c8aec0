//! What normalising costs, field by field, and what each code of sounds is worth: `normalise people.csv truth.csv`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement run by hand: it may stop, and it prints"
)]

use matching::normalise::{address, commune, company, date, email, fold_into, iban, name, phone, phonetic};
use std::collections::HashMap;

fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

fn main() {
    let mut args = std::env::args().skip(1);
    let mut csv = csv::Reader::from_path(args.next().expect("a file of people")).unwrap();
    let header: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    let column = |name: &str| header.iter().position(|it| it == name).unwrap();
    let sample: Vec<Vec<&str>> = rows.iter().take(500).map(|it| it.iter().collect()).collect();
    for (name, guess) in
        header.iter().zip(matching::field::guess_all(&header.iter().map(String::as_str).collect::<Vec<_>>(), &sample))
    {
        println!("{name}: {guess:?}");
    }
    fields(&rows, &column);
    whole_lines(&rows, column("family_name"), column("city"), column("postcode"));
    if let Some(truth) = args.next() {
        sounds(&rows, column("family_name"), &truth);
    }
}

/// What each field costs.
fn fields(rows: &[csv::StringRecord], column: &dyn Fn(&str) -> usize) {
    let mut total = 0.0;
    let (mut scratch, mut out, mut birth) = (Vec::new(), Vec::new(), Vec::new());
    let mut time = |name: &str, of: &mut dyn FnMut(&csv::StringRecord) -> bool| {
        let before = cpu();
        let kept = rows.iter().filter(|it| of(it)).count();
        let spent = cpu() - before;
        total += spent;
        println!("{name:22} {spent:5.2} CPU s, {:6.1} ns a record, {kept} values", spent * 1e9 / rows.len() as f64);
    };
    let (given, family, sex, day, mail) =
        (column("given_names"), column("family_name"), column("civility"), column("birth_date"), column("email"));
    let (phones, street, code, town, account) =
        ([column("phone"), column("phone2")], column("address"), column("postcode"), column("city"), column("iban"));
    time("given names", &mut |it| {
        out.clear();
        name::name_into(&it[given], &mut out).is_ok()
    });
    time("family names", &mut |it| {
        out.clear();
        birth.clear();
        name::family_into(&it[family], &mut out, &mut birth).is_ok()
    });
    time("sounds of families", &mut |it| {
        out.clear();
        scratch.clear();
        fold_into(&it[family], &mut scratch);
        phonetic::french_into(&scratch, &mut out);
        !out.is_empty()
    });
    time("sex", &mut |it| name::sex(&it[sex]) != 0);
    let order = date::Order::DayFirst;
    time("dates of birth", &mut |it| date::day(&it[day], order).is_some());
    time("e-mails", &mut |it| {
        out.clear();
        email::read_into(&it[mail], &mut out).is_ok()
    });
    time("phones", &mut |it| phones.iter().filter(|at| phone::phone(&it[**at]).is_some()).count() > 0);
    time("streets", &mut |it| {
        out.clear();
        address::street_into(&it[street], &mut scratch, &mut out).has_way
    });
    let _ = commune::postcodes(b"PARIS");
    time("towns and postcodes", &mut |it| {
        out.clear();
        commune::town_into(&it[town], &mut out).is_ok() && commune::postcode(&it[code]).is_ok()
    });
    time("accounts", &mut |it| {
        out.clear();
        iban::iban_into(&it[account], &mut out)
    });
    println!("all                    {total:5.2} CPU s for {} records", rows.len());
}

/// Names read as a company's, and whether postcodes and towns agree.
fn whole_lines(rows: &[csv::StringRecord], family: usize, town: usize, code: usize) {
    let mut out = Vec::new();
    let before = cpu();
    let forms = rows
        .iter()
        .filter(|it| {
            out.clear();
            company::company_into(&it[family], &mut out).is_ok_and(|it| it.is_some())
        })
        .count();
    println!("as names of companies  {:5.2} CPU s, {forms} with a form", cpu() - before);
    let mut agrees: HashMap<String, usize> = HashMap::new();
    for it in rows {
        out.clear();
        if let (Ok(_), Ok(code)) = (commune::town_into(&it[town], &mut out), commune::postcode(&it[code])) {
            let found = format!("{:?}", commune::agreement(code, &out));
            *agrees.entry(found.split('(').next().unwrap().to_owned()).or_default() += 1;
        }
    }
    println!("postcode and town: {agrees:?}");
}

type Code = fn(&[u8], &mut Vec<u8>);

/// Of pairs of one person with different names, the share that a code holds together; of two people, how often they share it.
fn sounds(rows: &[csv::StringRecord], family: usize, truth: &str) {
    let of: HashMap<String, String> = csv::Reader::from_path(truth)
        .unwrap()
        .records()
        .map(Result::unwrap)
        .map(|it| (it[0].to_owned(), it[1].to_owned()))
        .collect();
    let mut people: HashMap<&str, Vec<Vec<u8>>> = HashMap::new();
    for it in rows {
        let name: Vec<u8> = matching::normalise::folded(&it[family]).into_iter().filter(|it| *it != b' ').collect();
        people.entry(of[&it[0]].as_str()).or_default().push(name);
    }
    let codes: [(&str, Code); 6] = [
        ("french", phonetic::french_into),
        ("french, 6", |it, out| cut_french(it, out, 6)),
        ("french, 5", |it, out| cut_french(it, out, 5)),
        ("french, 4", |it, out| cut_french(it, out, 4)),
        ("soundex2", phonetic::soundex2_into),
        ("phonex", phonetic::phonex_into),
    ];
    for (name, code) in codes {
        let code = |it: &[u8]| {
            let mut out = Vec::new();
            code(it, &mut out);
            out
        };
        let (mut pairs, mut held) = (0, 0);
        let mut counts: HashMap<Vec<u8>, u64> = HashMap::new();
        for names in people.values() {
            for (at, a) in names.iter().enumerate() {
                *counts.entry(code(a)).or_default() += 1;
                for b in names.iter().skip(at + 1).filter(|b| *b != a && matching::similarity::jaro_winkler(a, b) > 0.8)
                {
                    pairs += 1;
                    held += usize::from(code(a) == code(b));
                }
            }
        }
        let total: f64 = counts.values().map(|it| *it as f64).sum();
        let chance: f64 = counts.values().map(|it| (*it as f64 / total).powi(2)).sum();
        println!(
            "{name:9} holds {held} of {pairs} ({:.3}); two people share it with {chance:.6}; {} codes",
            held as f64 / f64::from(pairs),
            counts.len()
        );
    }
}

fn cut_french(name: &[u8], out: &mut Vec<u8>, most: usize) {
    phonetic::french_into(name, out);
    out.truncate(most);
}
