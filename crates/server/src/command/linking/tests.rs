use std::path::PathBuf;

use clap::Parser;

use super::Arguments;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

/// A folder with `files`, and what the command says of `words` in it (`%` is the folder): what went to `out.csv`, or the error.
fn run(files: &[(&str, &[u8])], words: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let out: PathBuf = folder.path().join("out.csv");
    let place = folder.path().display().to_string();
    let words = format!("match {words} --out %/out.csv").replace('%', &place);
    let line = Line::try_parse_from(words.split(' ')).map_err(|error| error.to_string())?;
    line.arguments.run().map_err(|error| format!("{error:#}").replace(&place, "%"))?;
    Ok(std::fs::read_to_string(out).unwrap())
}

const CRM: &str = "\
id;nom;prénom;né le;email;code postal;ville
1;LEFÈVRE;Hélène;12/03/1961;helene.lefevre@orange.fr;59000;Lille
2;Martin;Jean;01/07/1980;jean.martin@free.fr;69003;Lyon
3;Lefevre;Helene;12/03/1961;helene.lefevre@orange.fr;59000;LILLE
4;Vialat;Luc;30/11/1975;;31000;Toulouse
";

#[test]
fn records_of_one_person_have_one_number_whatever_separator_and_encoding() {
    let expected = "record,person\n1,1\n2,2\n3,1\n4,3\n";
    assert_eq!(run(&[("crm.csv", CRM.as_bytes())], "%/crm.csv").unwrap(), expected);
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode(CRM);
    assert_eq!(run(&[("crm.csv", &latin)], "%/crm.csv").unwrap(), expected);
    let tabs = CRM.replace(';', "\t").replace('\n', "\r\n");
    assert_eq!(run(&[("crm.txt", tabs.as_bytes())], "%/crm.txt").unwrap(), expected);
}

#[test]
fn letters_are_found_however_late_the_first_accent_stands() {
    let plain: String =
        (0..9_000).map(|it| format!("x{it};Nom{it};Jo;01/01/1950;n{it}@free.fr;75001;Paris\n")).collect();
    let text =
        format!("key;nom;prenom;date de naissance;email;code postal;ville\n{plain}é1;A;Bo;02/02/1960;;59000;Lille\n");
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode(&text);
    let said = run(&[("a.csv", &latin)], "%/a.csv").unwrap();
    assert!(said.trim_end().rsplit('\n').next().unwrap().starts_with("é1,"), "the last line");
}

#[test]
fn two_files_are_linked_by_what_their_columns_hold_not_by_their_order() {
    let web = "mail,birthdate,surname,first name,customer id\nhelene.lefevre@orange.fr,1961-03-12,Lefevre,Helene,w9\n";
    let said = run(&[("crm.csv", CRM.as_bytes()), ("web.csv", web.as_bytes())], "%/crm.csv --link %/web.csv").unwrap();
    // 1 and 3 are of one file: only pairs across are looked for, and w9 is the same as both.
    assert!(said.starts_with("file,record,person\n1,1,1\n1,2,2\n"), "{said}");
    assert!(said.ends_with("2,w9,1\n"), "{said}");
}

#[test]
fn a_schema_tells_what_names_do_not() {
    let odd = CRM.replace("nom;prénom", "c1;c2");
    let schema = "[columns]\nc1 = \"family\"\nc2 = \"given\"\n";
    let said = run(&[("odd.csv", odd.as_bytes()), ("s.toml", schema.as_bytes())], "%/odd.csv --schema %/s.toml");
    assert_eq!(said.unwrap(), "record,person\n1,1\n2,2\n3,1\n4,3\n");
}

#[test]
fn what_is_wrong_is_said_with_where_and_what_to_do() {
    let refused = |files: &[(&str, &[u8])], words: &str| run(files, words).unwrap_err();
    let crm = ("crm.csv", CRM.as_bytes());
    assert!(refused(&[], "%/none.csv").starts_with("%/none.csv: No such file"));
    assert_eq!(refused(&[("a.csv", b"")], "%/a.csv"), "%/a.csv: the first line holds no names of columns");
    assert_eq!(
        refused(&[("a.csv", b"colour,size\nred,tall\n")], "%/a.csv"),
        "%/a.csv: no column tells who a record is of; name them in a schema"
    );
    let wide: Vec<u8> = CRM.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused(&[("a.csv", &wide)], "%/a.csv"), "%/a.csv: it is written in UTF-16LE; save it as UTF-8");
    let schema = |text: &'static str| [crm, ("s.toml", text.as_bytes())];
    let with = "%/crm.csv --schema %/s.toml";
    assert_eq!(
        refused(&schema("[columns]\nnon = \"family\"\n"), with),
        "the schema names a column non that no file has"
    );
    assert!(
        refused(&schema("[columns]\nnom = \"surname\"\n"), with)
            .starts_with("%/s.toml: column nom: no field surname; there are key, source, given, ")
    );
    let truth = |text: &'static str| [crm, ("t.csv", text.as_bytes())];
    let with = "%/crm.csv --truth %/t.csv";
    assert_eq!(
        refused(&truth("record,person\n1\n"), with),
        "%/t.csv, line 2: a record and its person, with a comma between"
    );
    assert_eq!(
        refused(&truth("record,person\nx,1\n"), with),
        "%/t.csv: none of its keys is a record's; its first column holds the keys of the records"
    );
    assert_eq!(refused(&[crm], "%/crm.csv --why 1,77"), "no record has the key 77");
    assert!(refused(&[crm], "%/crm.csv --why 1").contains("two keys with a comma between"));
}

#[test]
fn the_words_of_fields_lead_back_to_them() {
    for (field, word) in matching::field::Field::NAMED {
        assert_eq!((matching::field::Field::named(word), field.word()), (Some(field), word));
    }
}
