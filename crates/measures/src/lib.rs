//! NPS, CSAT, CES and times, each with its interval.
