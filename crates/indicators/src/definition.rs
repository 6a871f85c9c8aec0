//! What an indicator measures, in a version that never changes.

use kernel::Timestamp;
use measures::estimate::MASK_BELOW;
use measures::{Estimate, LEVEL_DEFAULT, Unit};
use serde::{Deserialize, Serialize};

/// Defines an enum that is stored and sent by a code.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident as $schema:ident { $($(#[$inner:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = $schema)]
        pub enum $name { $($(#[$inner])* $variant),* }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// As stored and sent.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            /// The one stored as `code`.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}

coded! {
    /// Which function computes an indicator.
    Method as IndicatorMethod {
        /// Promoters minus detractors in points, adjusted Wald interval widened to the score where it would leave it out.
        NpsAdjustedWald = "nps_adjusted_wald",
        /// Share of the two best marks of five, Wilson interval.
        TopBoxWilson = "top_box_wilson",
        /// Mean with Student's interval.
        MeanStudent = "mean_student",
        /// Median with the interval of its order statistics.
        Median = "median",
        /// Ninth decile with the interval of its order statistics.
        P90 = "p90",
        /// Share with Wilson interval.
        ShareWilson = "share_wilson",
        /// Count of everything there is.
        Count = "count",
    }
}

coded! {
    /// Which records an indicator is computed on.
    Basis as IndicatorBasis {
        /// Answers to the recommendation question, at the instant the response was begun.
        NpsAnswers = "nps_answers",
        /// Answers to the satisfaction question.
        CsatAnswers = "csat_answers",
        /// Answers to the effort question.
        CesAnswers = "ces_answers",
        /// First replies, in business time as promised, at the instant of the reply.
        FirstReplyClocks = "first_reply_clocks",
        /// Resolutions, in business time as promised, at the instant of the closure.
        ResolutionClocks = "resolution_clocks",
        /// Every promise kept or missed, at the instant it was.
        AllClocks = "all_clocks",
        /// Invitations sent, at that instant; a hit if anything came back.
        Invitations = "invitations",
        /// Cases not closed at the end of the period.
        OpenCases = "open_cases",
        /// Cases opened within the period.
        NewCases = "new_cases",
    }
}

/// What an indicator measures.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = IndicatorDefinition)]
pub struct Definition {
    /// Which indicator.
    pub key: String,
    /// 1, 2, 3… within the key.
    pub version: i64,
    /// Which function computes it.
    pub method: Method,
    /// On which records.
    pub basis: Basis,
    /// What it counts in.
    pub unit: Unit,
    /// Confidence level of its interval.
    pub level: f64,
    /// Half width up to which the interval can carry a conclusion, in the unit; for times as a share of the figure.
    pub useful_half_width: f64,
    /// What is left out, as stable codes.
    pub exclusions: Vec<String>,
    /// Since when it is in force.
    pub since: Timestamp,
}

impl Definition {
    /// The level every definition uses so far.
    pub const LEVEL: f64 = LEVEL_DEFAULT;

    /// The figure of some of the records, hidden where so few people stand behind it that they could be recognised.
    pub fn hides_few(&self, estimate: Estimate) -> Estimate {
        if self.method.reveals_people() { estimate.masked_below(MASK_BELOW) } else { estimate }
    }
}

impl Method {
    /// What its figures count in.
    pub const fn unit(self) -> Unit {
        match self {
            Self::NpsAdjustedWald => Unit::Points,
            Self::TopBoxWilson | Self::ShareWilson => Unit::Share,
            Self::MeanStudent => Unit::Score,
            Self::Median | Self::P90 => Unit::Seconds,
            Self::Count => Unit::Count,
        }
    }

    /// Whether its figures rest on what single people said, so that a handful must not be shown.
    pub const fn reveals_people(self) -> bool {
        matches!(self, Self::NpsAdjustedWald | Self::TopBoxWilson | Self::MeanStudent)
    }
}
