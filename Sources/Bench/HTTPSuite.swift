import CBareCurl
import Live
import Vocabulary

/// One round trip over loopback, beside a C program that does nothing else.
///
/// The server is a process of its own, so that only the client's time counts where it is the processor's.
enum HTTPSuite {
    static func comparisons() -> [Comparison] {
        [("of 100 bytes", 100), ("of 14 kB", 14_208)].flatMap { name, count in
            guard let trip = RoundTrip(answerBytes: count) else {
                preconditionFailure("there is no server to measure with")
            }
            return [
                Comparison(
                    what: "round trip, answer \(name), processor",
                    limitName: RoundTrip.limitName,
                    goal: 1.15,
                    ours: trip.ours,
                    limit: trip.bare
                ),
                Comparison(
                    what: "round trip, answer \(name), clock",
                    limitName: RoundTrip.limitName,
                    goal: 1.15,
                    ours: trip.ours,
                    limit: trip.bare,
                    timing: .clock(rounds: 2_001)
                ),
            ]
        }
    }

    @safe
    private final class RoundTrip {
        static let limitName = "libcurl's easy interface in C, same limits"

        private let http: HTTPClient
        private let loop: EventLoop
        private let endpoint: EndpointID
        private let client: OpaquePointer
        private let count: Int
        private let body = [UInt8](repeating: 0x31, count: 1_500)

        init?(answerBytes count: Int) {
            let answer = [CChar](repeating: 0x31, count: count)
            let port = unsafe cantilever_bare_server(answer, UInt(count))
            guard
                port > 0, let client = unsafe cantilever_bare_client_new(port),
                let http = try? HTTPClient(), let loop = try? EventLoop(http: http),
                let address = try? Endpoint(
                    name: "loopback",
                    address: Secret("http://127.0.0.1:\(port)")
                ),
                let endpoint = try? http.add(address)
            else { return nil }
            self.http = http
            self.loop = loop
            self.endpoint = endpoint
            self.count = count
            unsafe self.client = client
            ours(1)
            bare(1)
        }

        func ours(_ times: Int) {
            for _ in 0..<times {
                guard
                    (try? http.post(body, to: endpoint)) != nil,
                    case .finished(let finished)? = loop.next(),
                    case .success(let answer) = finished.outcome, answer.body.count == count
                else { preconditionFailure("the server did not answer") }
            }
        }

        func bare(_ times: Int) {
            for _ in 0..<times {
                let found = unsafe body.withUnsafeBytes { bytes in
                    unsafe cantilever_bare_client_post(
                        client,
                        bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                        UInt(bytes.count)
                    )
                }
                precondition(found == count, "the server did not answer")
            }
        }
    }
}
