//! One versioned definition per indicator, one function behind it.
