//! A value in one line: `days 90~`, `money (50000~80000) ≈`, `rate 0.0005 per_day`, `hours 22~8`. A
//! round bracket excludes the end beside it.

use std::fmt;

use super::{Noun, Range, Value};

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Money { range, bare } => write!(f, "money {}{}", Whole(*range), if *bare { " bare" } else { "" }),
            Value::Days { range, after } => write!(f, "days {}{}", Whole(*range), if *after { " after" } else { "" }),
            Value::OrdinalDays { range, onset } => {
                write!(f, "ordinal {}{}", Whole(*range), if *onset { " onset" } else { "" })
            }
            Value::Rate { min, max, unit } => write!(f, "rate {} {unit}", Real(*min, *max)),
            Value::Percent { min, max } => write!(f, "share {}", Real(*min, *max)),
            Value::Count { range, noun, per } => {
                write!(f, "count {} {noun}", Whole(*range))?;
                per.map_or(Ok(()), |unit| write!(f, " {unit}"))
            }
            Value::Hours { from, to } => write!(f, "hours {}", Real(*from, *to)),
            Value::Date => f.write_str("date"),
            Value::Article { law, article, under, paragraph } => {
                write!(f, "article {}{article}", law.as_deref().map_or(String::new(), |law| format!("{law} ")))?;
                under.map_or(Ok(()), |n| write!(f, "之{n}"))?;
                paragraph.map_or(Ok(()), |n| write!(f, " 款{n}"))
            }
            Value::Phone => f.write_str("phone"),
            Value::Forever => f.write_str("forever"),
        }
    }
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Noun::Installments => "installments",
            Noun::Times => "times",
            Noun::People => "people",
            Noun::Other => "other",
        })
    }
}

struct Whole(Range);

impl fmt::Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range { min, max, min_incl, max_incl, approx } = self.0;
        if min.is_some() && !min_incl {
            f.write_str("(")?;
        }
        match (min, max) {
            (Some(min), Some(max)) if min == max => write!(f, "{min}")?,
            _ => write!(f, "{}~{}", Open(min), Open(max))?,
        }
        if max.is_some() && !max_incl {
            f.write_str(")")?;
        }
        f.write_str(if approx { " ≈" } else { "" })
    }
}

struct Real(Option<f64>, Option<f64>);

impl fmt::Display for Real {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (min, max) => write!(f, "{}~{}", Open(min), Open(max)),
        }
    }
}

struct Open<T>(Option<T>);

impl<T: fmt::Display> fmt::Display for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |n| n.fmt(f))
    }
}
