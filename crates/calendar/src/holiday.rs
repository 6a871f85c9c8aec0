//! Public holidays, computed: nobody should have to type next year's.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Which public holidays a calendar keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holidays {
    /// None but the days given one by one.
    #[default]
    None,
    /// The eleven of France. Source: Code du travail, article L3133-1.
    France,
    /// Those of France, Good Friday and 26 December. Source: article L3134-13. The law gives Good Friday to
    /// municipalities with a Protestant church; one without makes it a special day with its usual windows.
    FranceAlsaceMoselle,
}

/// A public holiday. Its words are the caller's: the code is the locale key's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// Two days before Easter Sunday.
    GoodFriday,
    /// The day after Easter Sunday.
    EasterMonday,
    /// 1 May.
    LabourDay,
    /// 8 May.
    VictoryDay,
    /// 39 days after Easter Sunday.
    Ascension,
    /// 50 days after Easter Sunday.
    WhitMonday,
    /// 14 July.
    NationalDay,
    /// 15 August.
    Assumption,
    /// 1 November.
    AllSaints,
    /// 11 November.
    Armistice,
    /// 25 December.
    Christmas,
    /// 26 December.
    SaintStephen,
}

impl Holiday {
    /// As stored and sent: `easter_monday`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NewYear => "new_year",
            Self::GoodFriday => "good_friday",
            Self::EasterMonday => "easter_monday",
            Self::LabourDay => "labour_day",
            Self::VictoryDay => "victory_day",
            Self::Ascension => "ascension",
            Self::WhitMonday => "whit_monday",
            Self::NationalDay => "national_day",
            Self::Assumption => "assumption",
            Self::AllSaints => "all_saints",
            Self::Armistice => "armistice",
            Self::Christmas => "christmas",
            Self::SaintStephen => "saint_stephen",
        }
    }
}

impl Holidays {
    /// The holidays of `year`, in order. Two may fall on one day: in 2008 Ascension was on 1 May.
    pub fn of(self, year: i16) -> Vec<(Date, Holiday)> {
        let is_alsace_moselle = self == Self::FranceAlsaceMoselle;
        if self == Self::None {
            return Vec::new();
        }
        let easter = easter_sunday(year);
        let fixed = |month, day| Date::new(year, month, day).ok();
        let moved = |days: i32| easter.and_then(|it| it.checked_add(jiff::Span::new().days(days)).ok());
        let mut days: Vec<(Date, Holiday)> = [
            (fixed(1, 1), Holiday::NewYear),
            (moved(-2).filter(|_| is_alsace_moselle), Holiday::GoodFriday),
            (moved(1), Holiday::EasterMonday),
            (fixed(5, 1), Holiday::LabourDay),
            (fixed(5, 8), Holiday::VictoryDay),
            (moved(39), Holiday::Ascension),
            (moved(50), Holiday::WhitMonday),
            (fixed(7, 14), Holiday::NationalDay),
            (fixed(8, 15), Holiday::Assumption),
            (fixed(11, 1), Holiday::AllSaints),
            (fixed(11, 11), Holiday::Armistice),
            (fixed(12, 25), Holiday::Christmas),
            (fixed(12, 26).filter(|_| is_alsace_moselle), Holiday::SaintStephen),
        ]
        .into_iter()
        .filter_map(|(date, holiday)| date.map(|it| (it, holiday)))
        .collect();
        days.sort_by_key(|(date, _)| *date);
        days
    }
}

/// Easter Sunday of `year` in the Gregorian calendar; `None` beyond what `jiff` can write.
///
/// Source: "anonymous Gregorian algorithm", Nature, 20 April 1876, as given by Meeus, Astronomical Algorithms,
/// chapter 8. O(1).
pub fn easter_sunday(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_falls_on_the_published_days() {
        // Earliest and latest possible (1818, 1943) and recent years, as published by the Bureau des longitudes.
        for expected in [
            date(1818, 3, 22),
            date(1943, 4, 25),
            date(2000, 4, 23),
            date(2024, 3, 31),
            date(2025, 4, 20),
            date(2026, 4, 5),
            date(2027, 3, 28),
            date(2038, 4, 25),
        ] {
            assert_eq!(easter_sunday(expected.year()), Some(expected));
        }
    }

    #[test]
    fn france_keeps_eleven_days_and_alsace_moselle_thirteen() {
        let days: Vec<Date> = Holidays::France.of(2026).into_iter().map(|it| it.0).collect();
        // service-public.fr, jours fériés 2026.
        assert_eq!(
            days,
            [
                date(2026, 1, 1),
                date(2026, 4, 6),
                date(2026, 5, 1),
                date(2026, 5, 8),
                date(2026, 5, 14),
                date(2026, 5, 25),
                date(2026, 7, 14),
                date(2026, 8, 15),
                date(2026, 11, 1),
                date(2026, 11, 11),
                date(2026, 12, 25),
            ]
        );
        let more = Holidays::FranceAlsaceMoselle.of(2026);
        assert_eq!(more.len(), 13);
        assert!(more.contains(&(date(2026, 4, 3), Holiday::GoodFriday)));
        assert!(more.contains(&(date(2026, 12, 26), Holiday::SaintStephen)));
        assert!(Holidays::None.of(2026).is_empty());
    }
}
