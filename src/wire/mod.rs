//! Records as they are written and stored, apart from the domain types: a field renamed inside never changes a file.

pub mod article;
