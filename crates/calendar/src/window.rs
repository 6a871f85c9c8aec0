//! Windows of opening: `09:00`–`12:00`, several a day, seven days a week.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

use crate::error::CalendarError;

/// Seconds in a civil day without a change of offset; windows are written on this scale.
pub(crate) const DAY_SECONDS: i32 = 86_400;

/// One opening of a day, from a time of day to a later one of the same day, the end excluded.
///
/// Written `{"from": "09:00", "to": "12:30"}`; seconds may be given; the end may be `24:00`. What the wall clock
/// shows decides: on the day summer time starts, 02:00–03:00 has no second; on the day it ends, it has 7,200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "WindowText")]
pub struct Window {
    from: i32,
    to: i32,
}

/// A window as written.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WindowText {
    /// The first moment, such as `09:00`.
    #[schema(example = "09:00")]
    pub from: String,
    /// The moment after the last, up to `24:00`.
    #[schema(example = "12:30")]
    pub to: String,
}

impl Window {
    /// From second `from` to second `to` of the day, each in 0..=86,400.
    pub fn new(from: i32, to: i32) -> Result<Self, CalendarError> {
        for second in [from, to] {
            if !(0..=DAY_SECONDS).contains(&second) {
                return Err(CalendarError::NotATime(show(second)));
            }
        }
        if to <= from {
            return Err(CalendarError::WindowEndsBeforeStart { from: show(from), to: show(to) });
        }
        Ok(Self { from, to })
    }

    /// From one full hour to another, each in 0..=24.
    pub fn hours(from: u8, to: u8) -> Result<Self, CalendarError> {
        Self::new(i32::from(from) * 3600, i32::from(to) * 3600)
    }

    /// The whole day.
    pub const fn all_day() -> Self {
        Self { from: 0, to: DAY_SECONDS }
    }

    /// The second of the day it starts with.
    pub const fn from_second(self) -> i32 {
        self.from
    }

    /// The second of the day it ends before.
    pub const fn to_second(self) -> i32 {
        self.to
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", show(self.from), show(self.to))
    }
}

impl FromStr for Window {
    type Err = CalendarError;
    /// Reads `09:00-12:30`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = text.split_once('-').ok_or_else(|| CalendarError::NotATime(text.to_owned()))?;
        Self::new(read(from.trim())?, read(to.trim())?)
    }
}

impl TryFrom<WindowText> for Window {
    type Error = CalendarError;
    fn try_from(text: WindowText) -> Result<Self, Self::Error> {
        Self::new(read(&text.from)?, read(&text.to)?)
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let refuse = |it: CalendarError| serde::de::Error::custom(format_args!("[{}] {it}", it.code()));
        WindowText::deserialize(from)?.try_into().map_err(refuse)
    }
}

impl utoipa::PartialSchema for Window {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        WindowText::schema()
    }
}

impl utoipa::ToSchema for Window {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("Window")
    }
}

impl From<Window> for WindowText {
    fn from(window: Window) -> Self {
        Self { from: show(window.from), to: show(window.to) }
    }
}

/// `09:00` or `09:00:30`.
fn show(second: i32) -> String {
    let (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
    if seconds == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{seconds:02}") }
}

fn read(text: &str) -> Result<i32, CalendarError> {
    let refuse = || CalendarError::NotATime(text.to_owned());
    let parts: Vec<&str> = text.split(':').collect();
    let (hours, minutes, seconds) = match parts.as_slice() {
        [hours, minutes] => (*hours, *minutes, "00"),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return Err(refuse()),
    };
    let number = |part: &str, max: i32| -> Result<i32, CalendarError> {
        let is_plain = (1..=2).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
        part.parse().ok().filter(|it| is_plain && *it <= max).ok_or_else(refuse)
    };
    let second = number(hours, 24)? * 3600 + number(minutes, 59)? * 60 + number(seconds, 59)?;
    if second <= DAY_SECONDS { Ok(second) } else { Err(refuse()) }
}

/// The windows of each day of the week; an empty list is a closed day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Week {
    /// Monday's windows.
    pub monday: Vec<Window>,
    /// Tuesday's windows.
    pub tuesday: Vec<Window>,
    /// Wednesday's windows.
    pub wednesday: Vec<Window>,
    /// Thursday's windows.
    pub thursday: Vec<Window>,
    /// Friday's windows.
    pub friday: Vec<Window>,
    /// Saturday's windows.
    pub saturday: Vec<Window>,
    /// Sunday's windows.
    pub sunday: Vec<Window>,
}

impl Week {
    /// The same windows from Monday to Friday, closed at the weekend.
    pub fn weekdays(windows: Vec<Window>) -> Self {
        Self {
            monday: windows.clone(),
            tuesday: windows.clone(),
            wednesday: windows.clone(),
            thursday: windows.clone(),
            friday: windows,
            saturday: Vec::new(),
            sunday: Vec::new(),
        }
    }

    /// Open at every moment.
    pub fn always() -> Self {
        let all_day = vec![Window::all_day()];
        Self { saturday: all_day.clone(), sunday: all_day.clone(), ..Self::weekdays(all_day) }
    }

    /// The days, Monday first, each with its windows as given.
    pub fn days(&self) -> [(Weekday, &[Window]); 7] {
        [
            (Weekday::Monday, &self.monday),
            (Weekday::Tuesday, &self.tuesday),
            (Weekday::Wednesday, &self.wednesday),
            (Weekday::Thursday, &self.thursday),
            (Weekday::Friday, &self.friday),
            (Weekday::Saturday, &self.saturday),
            (Weekday::Sunday, &self.sunday),
        ]
    }
}

/// The windows in order, those that touch made one; the first two that overlap as the error.
pub(crate) fn in_order(windows: &[Window]) -> Result<Vec<Window>, (Window, Window)> {
    let mut sorted = windows.to_vec();
    sorted.sort();
    let mut joined: Vec<Window> = Vec::with_capacity(sorted.len());
    for window in sorted {
        match joined.last_mut() {
            Some(last) if window.from < last.to => return Err((*last, window)),
            Some(last) if window.from == last.to => last.to = window.to,
            _ => joined.push(window),
        }
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_reads_back_as_it_was_written() {
        for text in ["09:00-12:30", "00:00-24:00", "13:45:30-18:00"] {
            assert_eq!(text.parse::<Window>().unwrap().to_string(), text);
        }
        let json = r#"{"from":"09:00","to":"24:00"}"#;
        let window: Window = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&window).unwrap(), json);
    }

    #[test]
    fn a_window_that_is_none_is_refused_with_what_was_written() {
        for (text, expected) in [
            ("09:00", CalendarError::NotATime("09:00".into())),
            ("9h-12h", CalendarError::NotATime("9h".into())),
            ("09:60-12:00", CalendarError::NotATime("09:60".into())),
            ("-1:00-12:00", CalendarError::NotATime("".into())),
            ("+9:00-12:00", CalendarError::NotATime("+9:00".into())),
            ("09:00-24:01", CalendarError::NotATime("24:01".into())),
            ("09:00-09:00", CalendarError::WindowEndsBeforeStart { from: "09:00".into(), to: "09:00".into() }),
            ("22:00-02:00", CalendarError::WindowEndsBeforeStart { from: "22:00".into(), to: "02:00".into() }),
        ] {
            assert_eq!(text.parse::<Window>(), Err(expected), "{text}");
        }
    }

    #[test]
    fn windows_that_touch_are_one_and_windows_that_overlap_are_refused() {
        let read = |texts: &[&str]| texts.iter().map(|it| it.parse().unwrap()).collect::<Vec<Window>>();
        assert_eq!(in_order(&read(&["14:00-18:00", "09:00-12:00", "12:00-14:00"])), Ok(read(&["09:00-18:00"])));
        let clash = read(&["09:00-12:00", "11:59-13:00"]);
        assert_eq!(in_order(&clash), Err((clash[0], clash[1])));
    }
}
