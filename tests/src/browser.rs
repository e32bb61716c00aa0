//! The built page in a browser.
