import Testing

@Suite struct BotTests {
}
