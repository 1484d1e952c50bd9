import Vocabulary

/// An address of a WebSocket, taken apart: `ws://` is reached like `http://`, `wss://` like `https://`.
struct HeadAddress: Sendable {
    /// As libcurl is told it.
    let address: Secret
    /// What the request names, which may be a key.
    let host: Secret
    let target: Secret

    /// `nil` for any other address, and for one with a user in it: that would not be sent.
    init?(_ text: Secret) {
        let lowered = text.text.prefix(6).lowercased()
        guard lowered.hasPrefix("ws://") || lowered == "wss://" else { return nil }
        let address = "http" + text.text.dropFirst(2)
        guard let parts = CurlAddress.parts(of: address), !parts.hasUser else { return nil }
        self.address = Secret(address)
        host = Secret(parts.host)
        target = Secret(parts.target)
    }
}
