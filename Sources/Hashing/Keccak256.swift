/// Keccak-256 as Ethereum uses it (the padding before SHA-3 was standardised).
public struct Keccak256 {
}
