#if PLANTED_BUGS
    import Foundation
    import TestSupport
    import Testing
    import Vocabulary

    @testable import Live

    /// That somebody notices whatever mistake the delivery of alerts could make.
    struct PlantedDeliveryTests {
        @Test(arguments: PlantedDeliveryBug.allCases)
        func `a bug that is planted in the delivery is noticed`(bug: PlantedDeliveryBug) throws {
            #expect(try bug.drill.broken(DeliveryMistake(bug)).contains(bug.promise))
        }

        @Test(arguments: DeliveryDrill.allCases)
        func `without a bug no promise is broken`(drill: DeliveryDrill) throws {
            #expect(try drill.broken(DeliveryMistake()) == [])
        }

        @Test func `the document names what each bug breaks`() throws {
            let root = URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            let document = try String(
                contentsOf: root.appending(path: "docs/planted-bugs.md"),
                encoding: .utf8
            )
            let section = try #require(document.components(separatedBy: "\n## Delivery\n").last)
            let rows = section.components(separatedBy: "\n## ")[0].split(separator: "\n")
                .filter { $0.hasPrefix("| `") }
            #expect(rows.count == PlantedDeliveryBug.allCases.count)
            for bug in PlantedDeliveryBug.allCases {
                let row = rows.first { $0.hasPrefix("| `\(bug.rawValue)` |") }
                let end = "| \(bug.drill.rawValue) | `\(bug.promise.rawValue)` |"
                #expect(row?.hasSuffix(end) == true, "\(bug.rawValue) … \(end)")
            }
        }
    }

    extension PlantedDeliveryBug {
        fileprivate var drill: DeliveryDrill {
            switch self {
            case .faultTakenForRefusal: .faultyServer
            case .anyAnswerBeats: .deafHeart
            case .deafBeats: .deafWebhook
            default: .letters
            }
        }

        fileprivate var promise: DeliveryDrill.Broken {
            switch self {
            case .faultTakenForRefusal, .forgottenLetter, .silentOverflow: .lost
            case .olderOverNewer: .outOfOrder
            case .impatience, .steadyPause: .tooSoon
            case .anyAnswerBeats, .deafBeats: .untrue
            }
        }
    }

    /// What is lived through, and which promises were broken in it.
    enum DeliveryDrill: String, CaseIterable {
        case letters = "letters to a receiver that fails often"
        case faultyServer = "a webhook that answers 500 at first"
        case deafHeart = "a heartbeat's receiver that answers 500"
        case deafWebhook = "a webhook that refuses everything"

        enum Broken: String {
            /// The newest of a key has neither arrived nor was anything said of it.
            case lost
            /// Of one key something arrives that is older than what has arrived.
            case outOfOrder
            /// A receiver that failed is not left alone for as long as it must.
            case tooSoon
            /// What was not taken is told as taken.
            case untrue
        }

        func broken(_ mistake: DeliveryMistake) throws -> Set<Broken> {
            switch self {
            case .letters: LetterLife(mistake, seeds: 1...20).broken
            case .faultyServer: try Self.serve(mistake)
            case .deafHeart: try Self.beat(mistake)
            case .deafWebhook: try Self.refuse(mistake)
            }
        }

        private static func serve(_ mistake: DeliveryMistake) throws -> Set<Broken> {
            let server = try TestServer { $0.index == 0 ? .http(500, [], []) : .json("{}") }
            defer { server.stop() }
            let waiting = try Waiting()
            let courier = Courier(over: waiting.loop)
            courier.mistake = mistake
            try courier.configure(
                webhook: Waiting.endpoint(server.url),
                command: nil,
                heartbeat: nil
            )
            courier.send(Letter(key: "a", body: Array("{}".utf8)))
            let end = SteadyTime.now.advanced(by: Interval(milliseconds: 60_000))
            while !courier.isIdle, SteadyTime.now < end {
                if let event = waiting.loop.next(within: Interval(milliseconds: 1_000)) {
                    _ = courier.take(event)
                }
            }
            let isDelivered = courier.takeNotices().contains(.delivered(.webhook, key: "a"))
            return isDelivered ? [] : [.lost]
        }

        private static func beat(_ mistake: DeliveryMistake) throws -> Set<Broken> {
            let server = try TestServer { _ in .http(500, [], []) }
            defer { server.stop() }
            let waiting = try Waiting()
            let courier = Courier(over: waiting.loop)
            courier.mistake = mistake
            try courier.configure(
                webhook: nil,
                command: nil,
                heartbeat: Waiting.endpoint(server.url)
            )
            courier.beat()
            _ = courier.take(.finished(try waiting.finished()))
            return courier.takeNotices() == [.missedBeat(reason: "status 500")] ? [] : [.untrue]
        }
    }

    extension DeliveryDrill {
        private static func refuse(_ mistake: DeliveryMistake) throws -> Set<Broken> {
            let server = try TestServer { request in
                request.head.hasPrefix("POST") ? .http(404, [], []) : .json("")
            }
            defer { server.stop() }
            let waiting = try Waiting()
            let courier = Courier(over: waiting.loop)
            courier.mistake = mistake
            courier.patience = Interval(milliseconds: 0)
            let endpoint = try Waiting.endpoint(server.url)
            try courier.configure(webhook: endpoint, command: nil, heartbeat: endpoint)
            courier.send(Letter(key: "a", body: []))
            _ = courier.take(.finished(try waiting.finished()))
            courier.beat()
            let said = courier.takeNotices()
            return said.last == .withheldBeat(.webhook) ? [] : [.untrue]
        }
    }

    /// Letters of a few keys, or of very many, numbered, to a receiver that fails by chance; what arrives is
    /// judged by what was written, and when.
    private struct LetterLife {
        private(set) var broken: Set<DeliveryDrill.Broken> = []

        init(_ mistake: DeliveryMistake, seeds: ClosedRange<UInt64>) {
            for seed in seeds {
                // Every fifth writes more keys than there is place for.
                live(mistake, Chance(seed: seed), keys: seed % 5 == 0 ? 400 : 6)
            }
        }

        private mutating func live(_ mistake: DeliveryMistake, _ generator: Chance, keys: Int) {
            var chance = generator
            var box = Outbox()
            box.mistake = mistake
            var (written, arrived): ([String: Int], [String: Int]) = ([:], [:])
            var (restUntil, failures) = (0 as UInt64, 0 as UInt64)
            var landing: (letter: Letter, at: UInt64)?
            let length: UInt64 = 4_000
            for second in 0..<length + 400_000 {
                let now = SteadyTime(nanoseconds: (second + 1) * 1_000_000_000)
                if second < length, Int.random(in: 0..<(keys > 6 ? 2 : 9), using: &chance) == 0 {
                    let key = "\(Int.random(in: 0..<keys, using: &chance))"
                    let letter = Letter(key: key, body: Array("\(second)".utf8))
                    if box.add(letter) { written[key] = Int(second) }
                }
                if second >= length, box.isEmpty { break }
                if landing == nil, let letter = box.next(at: now) {
                    if second < restUntil { broken.insert(.tooSoon) }
                    landing = (letter, second + .random(in: 0...9, using: &chance))
                }
                guard let (letter, end) = landing, second >= end else { continue }
                landing = nil
                let number = Int(String(decoding: letter.body, as: UTF8.self)) ?? 0
                // In the end the receiver is well.
                guard second < length, Int.random(in: 0..<3, using: &chance) > 0 else {
                    box.delivered()
                    failures = 0
                    if let last = arrived[letter.key], last >= number { broken.insert(.outOfOrder) }
                    arrived[letter.key] = number
                    continue
                }
                switch box.failed(isRefusal: false, retryAfter: nil, at: now) {
                case .givenUp: if written[letter.key] == number { written[letter.key] = nil }
                case .again, .replaced: break
                }
                restUntil = second + min(1 << min(failures, 20), 300)
                failures += 1
            }
            for (key, number) in written where (arrived[key] ?? -1) < number {
                broken.insert(.lost)
            }
        }
    }
#endif
