use matching::*;
use std::collections::HashMap;
use std::time::Instant;

fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = s.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let start = Instant::now();
    let mut last = (Instant::now(), cpu());
    let mut stage = |name: &str| {
        let now = (Instant::now(), cpu());
        eprintln!("{name}: {:.2} wall {:.2} cpu", (now.0 - last.0).as_secs_f64(), now.1 - last.1);
        last = now;
    };
    let files: Vec<&String> = args[1..].iter().filter(|it| it.ends_with(".csv") && !it.contains("truth")).collect();
    let mut keys = Vec::new();
    let mut clusters_col = Vec::new();
    let mut reader: Option<reader::Reader> = None;
    for (nth, file) in files.iter().enumerate() {
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_path(file).unwrap();
        let header: Vec<String> = csv.headers().unwrap().iter().map(|it| it.trim().to_string()).collect();
        let fields = field::guess(&header.iter().map(String::as_str).collect::<Vec<_>>());
        if nth == 0 { eprintln!("{:?}", header.iter().zip(&fields).collect::<Vec<_>>()); }
        let key = fields.iter().position(|it| *it == field::Field::Key).unwrap();
        let cluster = header.iter().position(|it| it == "cluster");
        let mut sample = Vec::new();
        let mut record = csv::StringRecord::new();
        while sample.len() < 2000 && csv.read_record(&mut record).unwrap() { sample.push(record.clone()); }
        if let Some(it) = &mut reader { it.next_file(); }
        let reader = reader.get_or_insert_with(|| reader::Reader::new(&fields, sample.iter().map(|it| it.iter().collect())));
        let mut take = |record: &csv::StringRecord| {
            keys.push(record.get(key).unwrap().trim().to_string());
            if let Some(c) = cluster { clusters_col.push(record.get(c).unwrap().to_string()); }
            reader.push(record.iter());
        };
        for it in &sample { take(it); }
        while csv.read_record(&mut record).unwrap() { take(&record); }
    }
    let mut records = reader.unwrap().finish();
    let arrival = std::mem::take(&mut records.arrival);
    let keys: Vec<String> = arrival.iter().map(|it| std::mem::take(&mut keys[*it as usize])).collect();
    let clusters_col: Vec<String> = if clusters_col.is_empty() { vec![] } else { arrival.iter().map(|it| std::mem::take(&mut clusters_col[*it as usize])).collect() };
    stage("read");
    if args.iter().any(|it| it == "-r") { return; }
    let settings = resolve::Settings { is_link: files.len() > 1, ..Default::default() };
    let found = resolve::resolve(&records, settings, &[], &mut stage);
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    eprintln!("total {:.2} wall {:.2} cpu {}", start.elapsed().as_secs_f64(), cpu(), status.lines().find(|it| it.starts_with("VmHWM")).unwrap());
    let resolve::Resolution { model, yields, pairs, edges, clusters } = found;
    if args.iter().any(|it| it == "-v") {
    for it in &yields { eprintln!("   {}: {} (left out {})", it.name, it.pairs, it.left_out); }
    eprintln!("joins {} refusals {}", clusters.joins.len(), clusters.refusals.len());
    }
    eprintln!("   pairs {} edges {}", pairs.len(), edges.len());
    eprintln!("rounds {} shares {:?}", model.rounds, model.share.map(|it| it * records.rows.len() as f64));
    if args.iter().any(|it| it == "-v") {
    let names = ["given", "family", "sex", "day", "email", "phone", "address", "iban", "x0", "x1", "x2", "x3"];
    for kind in 0..8 + records.extra_count().min(4) {
        for class in 0..5 {
            eprintln!("   {:8} {} {}", names[kind], ["same ", "house", "twins", "names", "chanc"][class], (1..10).map(|l| format!("{:.6}", model.probability[class][kind][l])).collect::<Vec<_>>().join(" "));
        }
    }
    }
    // truth
    let mut names: HashMap<String, u32> = HashMap::new();
    let mut number = |it: String| { let n = names.len() as u32; *names.entry(it).or_insert(n) };
    let (truth, houses): (Vec<u32>, Vec<u32>) = if let Some(file) = args.iter().find(|it| it.contains("truth")) {
        let mut csv = csv::Reader::from_path(file).unwrap();
        let by: HashMap<String, (u32, u32)> = csv.records().map(|it| { let it = it.unwrap(); (it[0].to_string(), (it[1].parse().unwrap(), it[2].parse().unwrap())) }).collect();
        keys.iter().map(|it| by[it]).unzip()
    } else if !clusters_col.is_empty() {
        (clusters_col.iter().map(|it| number(it.clone())).collect(), vec![])
    } else {
        (keys.iter().map(|it| number(it.splitn(3, '-').take(2).collect::<Vec<_>>().join("-"))).collect(), vec![])
    };
    let all: u64 = { let mut m: HashMap<u32, u64> = HashMap::new(); for t in &truth { *m.entry(*t).or_default() += 1; } m.values().map(|it| it * (it - 1) / 2).sum() };
    let ceiling = pairs.iter().filter(|it| truth[(**it >> 32) as usize] == truth[(**it & 0xffff_ffff) as usize]).count();
    eprintln!("recall of blocking {:.4}", ceiling as f64 / all as f64);
    let mut sorted: Vec<(f32, bool)> = edges.iter().map(|it| (it.score, truth[it.a as usize] == truth[it.b as usize])).collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut tp, mut best) = (0, (0.0, 0.0));
    for (n, (score, right)) in sorted.iter().enumerate() { tp += usize::from(*right); let f = 2.0 * tp as f64 / (n as f64 + 1.0 + all as f64); if f > best.0 { best = (f, *score as f64); } }
    eprintln!("pairs: best F1 {:.4} at {:.2}", best.0, best.1);
    for t in [-2.0, 0.0, 1.0, 2.0, 3.0, 5.0] { let n = sorted.iter().take_while(|it| it.0 >= t).count(); let tp = sorted[..n].iter().filter(|it| it.1).count(); eprintln!("   @{t}: P {:.4} R {:.4} F1 {:.4}", tp as f64 / n as f64, tp as f64 / all as f64, 2.0 * tp as f64 / (n as f64 + all as f64)); }
    let f = evaluate::figures(&clusters.of, &truth, &houses);
        println!("clusters: P {:.4} R {:.4} F1 {:.4} B3 {:.4} wrong house {} other {}", f.precision, f.recall, f.f1, f.bcubed[2], f.household_wrong, f.other_wrong);
        if let Some(at) = args.iter().position(|it| it == "-e") {
            let most: usize = args[at + 1].parse().unwrap();
            let text = |i: usize| -> String {
                let r = &records.rows[i];
                let s = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
                let ph = |id: u32| records.phones.value(id).iter().rev().fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
                format!("{} [{}] {} / {} (née {}) {} sex {} {} ph {} {} | {} {} {} iban {} {:?}", keys[i], clusters.of[i], s(records.names.givens.value(r.given)), s(records.names.families.value(r.family)), s(records.names.families.value(r.birth)), r.day, r.sex, s(records.emails.value(r.email)), ph(r.phones[0]), ph(r.phones[1]), s(records.streets.value(r.street)), s(records.postcodes.value(r.postcode)), s(records.cities.value(r.city)), s(records.ibans.value(r.iban)),
                    records.extras_of(i).iter().enumerate().map(|(k, id)| s(records.extra_values[k].value(*id))).collect::<Vec<_>>())
            };
            let pattern = |i: usize, j: usize| { let p = records.compare(i, j); format!("{:.1} given {} fam {} sex {} day {} mail {} ph {} addr {} iban {} x {}", model.score(&records, i, j, p), p & 15, p >> 4 & 15, p >> 8 & 15, p >> 12 & 15, p >> 16 & 15, p >> 20 & 15, p >> 24 & 15, p >> 28 & 15, format!("{:x}", p >> 32)) };
            let mut by: HashMap<u32, Vec<usize>> = HashMap::new();
            for (i, t) in truth.iter().enumerate() { by.entry(*t).or_default().push(i); }
            let mut shown = 0;
            let mut ids: Vec<u32> = by.keys().copied().collect();
            ids.sort_unstable_by_key(|it| u64::from(*it).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            println!("---- SPLIT");
            for id in &ids {
                let m = &by[id];
                if m.iter().any(|i| clusters.of[*i] != clusters.of[m[0]]) { for i in m { println!("{}   {}", text(*i), pattern((*i).min(m[0]), (*i).max(m[0]))); } println!(); shown += 1; }
                if shown >= most { break; }
            }
            let mut by: HashMap<u32, Vec<usize>> = HashMap::new();
            for (i, t) in clusters.of.iter().enumerate() { by.entry(*t).or_default().push(i); }
            let mut ids: Vec<u32> = by.keys().copied().collect();
            ids.sort_unstable_by_key(|it| u64::from(*it).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            shown = 0;
            println!("---- WRONG");
            for id in &ids {
                let m = &by[id];
                if m.iter().any(|i| truth[*i] != truth[m[0]]) { for i in m { println!("<{}> {}   {}", truth[*i], text(*i), pattern((*i).min(m[0]), (*i).max(m[0]))); } println!(); shown += 1; }
                if shown >= most { break; }
            }
        }
}
