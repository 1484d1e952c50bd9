import Live
import Testing
import Vocabulary

/// A loop with a client, and how the tests wait for it.
struct Waiting {
    let http: HTTPClient
    let loop: EventLoop

    init() throws {
        http = try HTTPClient()
        loop = try EventLoop(http: http)
    }

    static func endpoint(
        _ url: String,
        name: String = "node A",
        headers: [(name: String, value: Secret)] = [],
        proxy: Endpoint.Proxy = .none,
        authorities: String? = nil,
        total: UInt64 = 5_000,
        mostBytes: Int = 1 << 20
    ) throws -> Endpoint {
        try Endpoint(
            name: name.replacing(" ", with: "-"),
            address: Secret(url),
            headers: headers,
            proxy: proxy,
            authorities: authorities,
            limits: HTTPLimits(
                connect: Interval(milliseconds: min(total, 2_000)),
                total: Interval(milliseconds: total),
                stall: Interval(milliseconds: 60_000),
                mostBytes: mostBytes
            )
        )
    }

    /// The next request that ends.
    func finished() throws -> FinishedTransfer {
        while let event = loop.next(within: Interval(milliseconds: 10_000)) {
            if case .finished(let finished) = event { return finished }
        }
        throw Nothing()
    }

    struct Nothing: Error {}

    /// Nothing happens for a while.
    func expectNothing() throws {
        if let event = loop.next(within: Interval(milliseconds: 50)) {
            throw Unexpected(text: "\(event)")
        }
    }

    /// One post and its outcome.
    func post(_ body: String, to endpoint: EndpointID) throws -> FinishedTransfer {
        let id = try http.post(Array(body.utf8), to: endpoint)
        let finished = try finished()
        #expect(finished.id == id)
        #expect(finished.endpoint == endpoint)
        return finished
    }

    /// Why a post to this endpoint fails.
    func failure(_ endpoint: Endpoint) throws -> EndpointFailure {
        let finished = try post("{}", to: http.add(endpoint))
        switch finished.outcome {
        case .success(let answer):
            throw Unexpected(text: "answered \(answer.status) with \(answer.body.count) bytes")
        case .failure(let failure): return failure
        }
    }

    struct Unexpected: Error {
        let text: String
    }
}
