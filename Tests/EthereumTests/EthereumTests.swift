import Testing

@Suite struct EthereumTests {
}
