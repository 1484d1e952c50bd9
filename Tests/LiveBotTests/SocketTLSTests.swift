import Ethereum
import Testing
import Vocabulary

@testable import Live

/// A WebSocket behind TLS, on a devnet of its own.
struct SocketTLSTests {
    /// The first word of an endpoint's socket.
    private func word(_ devnet: Devnet, trusting authorities: String?) throws -> HeadSocket.Word? {
        let url = try #require(devnet.chain(138)["websockets"]?["138/tls"]?.text)
        let loop = try EventLoop(http: HTTPClient())
        let endpoint = try Endpoint(
            name: "node",
            address: Secret("http://127.0.0.1:1"),
            authorities: authorities,
            heads: Secret(url)
        )
        let socket = try #require(
            HeadSocket(0, endpoint, interval: Interval(milliseconds: 2_000), over: loop)
        )
        while let event = loop.next(within: Interval(milliseconds: 20_000)) {
            var words: [HeadSocket.Word] = []
            switch event {
            case .due(let timer): words = socket.take(timer) ?? []
            case .readable(let descriptor): words = socket.take(readable: descriptor) ?? []
            default: break
            }
            if let word = words.first { return word }
        }
        return nil
    }

    @Test func `it is heard where its certificate is trusted, and only there`() throws {
        let devnet = try Devnet(["--tls"])
        let certificate = try #require(devnet.table["certificate"]?.text)
        #expect(try word(devnet, trusting: certificate) == .look(nil))
        guard case .lost(.tls(.untrusted))? = try word(devnet, trusting: nil) else {
            Issue.record("it was trusted")
            return
        }
    }
}
