/// The product's version; CHANGELOG.md says what each one brought.
let version = "0.1.0"
