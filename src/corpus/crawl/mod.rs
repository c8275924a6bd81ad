//! x
pub mod canonical;
pub mod focus;
pub mod guard;
pub mod links;
pub mod robots;
pub mod scope;
pub mod sitemap;
pub mod trap;
