import Testing

@Suite struct VenuesTests {
}
