//! Sentences from patterns: `{one|another}` is a choice, `<slot>` a value. A few dozen patterns make many thousand different mails.

use crate::demo::dice::Dice;

/// `pattern` with its choices made by `dice` and its slots filled; a slot without a value stays empty.
pub fn say(dice: &mut Dice, pattern: &str, slots: &[(&str, &str)]) -> String {
    let chars: Vec<char> = pattern.chars().collect();
    let chosen = choose(dice, &chars);
    let mut text = String::with_capacity(chosen.len());
    let mut rest = chosen.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let Some((slot, tail)) = after.split_once('>') else {
            rest = after;
            continue;
        };
        text.push_str(slots.iter().find(|(name, _)| *name == slot).map_or("", |(_, value)| value));
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// Makes every choice, the inner ones with the outer one they stand in.
fn choose(dice: &mut Dice, chars: &[char]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if *c != '{' {
            text.push(*c);
            at += 1;
            continue;
        }
        let (choices, end) = choices(chars, at + 1);
        let chosen = dice.pick(&choices).cloned().unwrap_or_default();
        text.push_str(&choose(dice, chars.get(chosen).unwrap_or_default()));
        at = end + 1;
    }
    text
}

/// The ranges between the bars of the group that begins at `start`, and where its brace closes.
fn choices(chars: &[char], start: usize) -> (Vec<std::ops::Range<usize>>, usize) {
    let (mut found, mut from, mut depth) = (Vec::new(), start, 0_u32);
    for (at, c) in chars.iter().enumerate().skip(start) {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(from..at);
                return (found, at);
            }
            '}' => depth -= 1,
            '|' if depth == 0 => {
                found.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(from..chars.len());
    (found, chars.len())
}

#[cfg(test)]
mod tests {
    use crate::demo::dice::Dice;
    use crate::demo::grammar::say;

    #[test]
    fn choices_nest_and_slots_are_filled() {
        let mut seen = std::collections::BTreeSet::new();
        let mut dice = Dice::new(3);
        for _ in 0..200 {
            seen.insert(say(&mut dice, "{a|b{c|d}} <n>!", &[("n", "x")]));
        }
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["a x!", "bc x!", "bd x!"]);
    }

    #[test]
    fn a_slot_without_a_value_leaves_nothing_behind() {
        assert_eq!(say(&mut Dice::new(1), "a<none>b", &[]), "ab");
    }
}
