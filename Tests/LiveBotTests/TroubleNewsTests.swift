import Ethereum
import Testing
import Vocabulary

@testable import Live
@testable import cantilever

/// Troubles come with every block, and people read them once.
@Suite struct TroubleNewsTests {
    private let chain: ChainID

    init() throws { chain = try #require(ChainID(138)) }

    private func refusal(_ message: String, of endpoint: String = "home/1") -> Trouble {
        let failure = JSONRPCFailure(code: -32000, message: message)
        return Trouble(
            .failed(chain, EndpointFailure(endpoint: endpoint, cause: .nodeError(failure)))
        )
    }

    private func time(_ seconds: UInt64) -> SteadyTime {
        SteadyTime(nanoseconds: seconds * 1_000_000_000)
    }

    @Test func `the same trouble is told once, whatever number is in it`() {
        var news = TroubleNews()
        news.hear(refusal("block 5 is not known"), at: time(1))
        news.hear(refusal("block 6 is not known"), at: time(2))
        let told = news.take()
        #expect(told.count == 1)
        #expect(told.first?.contains("home/1: ") == true)
        news.hear(Trouble(.disagreement(chain, 5, "home/1", "home/2")), at: time(3))
        news.hear(Trouble(.disagreement(chain, 6, "home/2", "home/1")), at: time(4))
        #expect(news.take().count == 1)
        #expect(news.take().isEmpty)
    }

    @Test func `another endpoint and another trouble are told for themselves`() {
        var news = TroubleNews()
        news.hear(refusal("no"), at: time(1))
        news.hear(refusal("no", of: "home/2"), at: time(1))
        news.hear(
            Trouble(.failed(chain, EndpointFailure(endpoint: "home/1", cause: .refused))),
            at: time(1)
        )
        #expect(news.take().count == 3)
    }

    @Test func `what goes on is told again after a while`() {
        var news = TroubleNews()
        let pause = TroubleNews.pause.milliseconds / 1_000
        for second in [1, pause, pause + 1, pause + 2] {
            news.hear(refusal("no"), at: time(second))
        }
        #expect(news.take().count == 2)
    }

    @Test func `however many there are, they are bounded`() {
        var news = TroubleNews()
        for endpoint in 0..<TroubleNews.most * 3 {
            news.hear(refusal("no", of: "home/\(endpoint)"), at: time(1))
        }
        #expect(news.take().count == TroubleNews.most)
    }
}
