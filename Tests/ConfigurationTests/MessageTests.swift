import Configuration
import Foundation
import Testing

/// Every message, word for word: the sample is spoilt in one place, and exactly this is said.
///
/// In a golden file `#` names a case, `-` is text of the sample, `+` what stands there instead, and `=`
/// what is said, behind the file's name.
@Suite struct MessageTests {
    struct Spoiling: Sendable, CustomTestStringConvertible {
        var name = ""
        var old: [String] = []
        var new: [String] = []
        var said: [String] = []

        var testDescription: String { name }
    }

    static func spoilings(_ file: String) throws -> [Spoiling] {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/\(file).txt")
        let text = try String(contentsOf: url, encoding: .utf8)
        var spoilings: [Spoiling] = []
        for line in text.split(separator: "\n") {
            let rest = String(line.dropFirst(2))
            if line.hasPrefix("# ") { spoilings.append(Spoiling(name: rest)) }
            guard let last = spoilings.indices.last else { continue }
            switch line.first {
            case "-": spoilings[last].old.append(rest)
            case "+": spoilings[last].new.append(rest)
            case "=": spoilings[last].said.append(rest)
            default: break
            }
        }
        return spoilings
    }

    @Test(arguments: ["syntax", "values", "access", "parts", "bridges", "judgement", "alerts"])
    func `what is wrong is said word for word, where it is and what to do`(
        file: String
    ) throws {
        let spoilings = try Self.spoilings(file)
        #expect(spoilings.count > 10)
        for spoiling in spoilings {
            let problems = Sample.problems(
                replacing: spoiling.old.joined(separator: "\n"),
                with: spoiling.new.joined(separator: "\n")
            )
            let said = try #require(problems, "\(spoiling.name): the sample has no such text")
            #expect(said == spoiling.said.map { "file:" + $0 }, "\(spoiling.name)")
        }
    }

    @Test func `all that is wrong is said at once, in the order of the file`() {
        let text = Sample.text
            .replacing("name: Sample", with: "nmae: Sample")
            .replacing("block_interval: 2 s", with: "block_interval: 2")
            .replacing("enter: 5 bps", with: "enter: 20 bps")
            .replacing("largest_trade: 5_000 USD", with: "largest_trade: 50_000 USD")
            .replacing("seed: 7", with: "seed: seven")
        let errors = Sample.review(text).errors
        #expect(
            errors.map(\.path) == [
                "name", "nmae", "chains.west.block_interval", "chains.east.block_interval",
                "routes.usd.size.most", "routes.usd.size.per_pool_and_block",
                "routes.usd.parity.enter", "simulation.seed",
            ]
        )
    }

    @Test(arguments: [
        "password: hunter2-hunter2", "password: \"hunter2${NAME}\"",
        "password: [hunter2]", "password: {hunter2: a}", "password: \"${hunter2\"",
    ])
    func `a secret in the file is refused and never repeated`(password: String) {
        let text = Sample.text.replacing("password: \"file:west.password\"", with: password)
        let review = Sample.review(text)
        #expect(review.strategy == nil)
        #expect(review.errors.count == 1)
        for problem in review.problems {
            #expect(!problem.text(in: "file").contains("hunter2"))
        }
        for setting in review.settings { #expect(!setting.value.contains("hunter2")) }
    }

    /// A private key as somebody may paste it where an address belongs.
    private static let privateKey = "0x" + String(repeating: "5ec2e7", count: 10) + "5ec2"

    @Test(arguments: [
        ("native_price: 4_000 USD", "account: \"\(privateKey)\"\n    native_price: 4_000 USD"),
        ("executor: \"0x1380000000000000000000000000000000000001\"", "executor: \(privateKey)"),
        ("{Authorization: \"Bearer ${WEST_TOKEN}\"}", "Bearer 5ec2e7"),
        ("{path: west.json, password: \"file:west.password\"}", "5ec2e7"),
        ("\"file:west.password\"", "*5ec2e7"), ("\"file:west.password\"", "!5ec2e7"),
        ("\"file:west.password\"", "&5ec2e7"),
        ("https://rpc.example.org/${WEST_KEY}", "https://${ME}:5ec2e7@rpc.example.org"),
        ("{url: \"https://private.example.org\", reaches: 4, validators: 4}", "https://a/5ec2e7"),
    ])
    func `a secret in the wrong place is never repeated`(old: String, new: String) {
        let spoilt = Sample.text.replacing(old, with: new)
        let review = Sample.review(spoilt)
        #expect(spoilt != Sample.text && review.strategy == nil, "\(new)")
        for problem in review.problems {
            #expect(!problem.text(in: "file").contains("5ec2"), "\(problem.text(in: "file"))")
        }
    }

    @Test func `a chain that can't be watched or traded on as it seems to be is worth a warning`()
        throws
    {
        let simulation = try #require(Sample.text.range(of: "simulation:"))
        let real = String(Sample.text[..<simulation.lowerBound])
        let one = real.replacing(
            "    tokens:\n      USDT",
            with: "    endpoints: {own: {url: \"http://127.0.0.1\"}}\n    tokens:\n      USDT"
        )
        let words = [real, one].map { text in
            Sample.review(text).problems.filter { $0.severity == .warning }.map {
                $0.text(in: "file")
            }
        }
        #expect(
            words == [
                [
                    "file:16:15: warning: chains.west.executor: without an account nobody signs "
                        + "for it",
                    "file:52:3: warning: chains.east: has no endpoint, so it can't be watched; "
                        + "add endpoints, or a simulation",
                ],
                [
                    "file:16:15: warning: chains.west.executor: without an account nobody signs "
                        + "for it",
                    "file:59:5: warning: chains.east.endpoints: one endpoint is believed with "
                        + "nobody to contradict it; add one of another operator",
                ],
            ]
        )
    }

    @Test func `who trades on a real chain says how gas is paid`() throws {
        let simulation = try #require(Sample.text.range(of: "simulation:"))
        let interfaces = try #require(Sample.text.range(of: "bridge_interfaces:"))
        let text = Sample.text[..<simulation.lowerBound] + Sample.text[interfaces.lowerBound...]
        let real = String(text).replacing(
            "    fees: {market: legacy, ceiling: 100 gwei, cancel_ceiling: 150 gwei}\n",
            with: ""
        )
        #expect(
            Sample.review(real).errors.map { $0.text(in: "file") } == [
                "file:6:3: error: chains.west.fees: is missing: expected a section; a chain with "
                    + "an executor pays for gas; say how and how much at most"
            ]
        )
    }

    @Test func `more chains or routes than a fleet has room for are refused`() {
        let chains = (1...15).map { number in
            """
              c\(number):
                id: \(number)
                block_interval: 2 s
                finality: {rule: depth, depth: 1 block}
                native_price: free
            """
        }.joined(separator: "\n")
        let end = "bridges:\n  usdt:\n    from"
        let many = Sample.text.replacing(end, with: chains + "\n" + end)
        #expect(
            Sample.review(many).errors.first?.text(in: "file")
                == "file:5:1: error: chains: there are more than 16"
        )
        let interface = """
                send: "send(uint256 amount)"
                departed: "event In(bytes32 transfer, uint256 amount)"
                released: "event Out(bytes32 transfer, address recipient, uint256 amount)"
            """
        let interfaces = (1...16).map { "  i\($0):\n\(interface)\n" }.joined()
        let words = Sample.text.replacing(
            "bridge_interfaces:\n",
            with: "bridge_interfaces:\n" + interfaces
        )
        #expect(
            Sample.review(words).errors.map { $0.text(in: "file") }
                == ["file:168:1: error: bridge_interfaces: there are more than 16"]
        )
        let stabiliser =
            "chain: west, base: cUSDT, quote: cUSDC, pools: [west-dsp], anchor: prices"
        let stabilisers = (1...256).map { "  s\($0): {\(stabiliser)}\n" }.joined()
        let crowd = Sample.text.replacing("stabilisers:\n", with: "stabilisers:\n" + stabilisers)
        #expect(
            Sample.review(crowd).errors.map { $0.text(in: "file") } == [
                "file:110:1: error: routes: there are more than 256, stabilisers among them"
            ]
        )
    }

    @Test func `a text without end is refused`() {
        let text = Sample.text.replacing(
            "journal: sample.journal",
            with: "journal: " + String(repeating: "a", count: FileLimits.longestText + 1)
        )
        #expect(
            Sample.review(text).errors.map { $0.text(in: "file") } == [
                "file:4:10: error: a text is longer than 4096 bytes"
            ]
        )
    }

    @Test func `nothing at all is answered`() {
        for text in ["", "\n", "# a comment\n", "---\n"] {
            let said = Sample.review(text).problems.map { $0.text(in: "file") }
            #expect(said.first?.contains("the file is empty") == true || text == "---\n")
            #expect(!said.isEmpty)
        }
        #expect(
            Sample.review("- a\n").problems.map { $0.text(in: "file") } == [
                "file:1:1: error: expected a section, found a list"
            ]
        )
    }

    @Test func `bytes that are no UTF-8 are found where they stand`() {
        let bytes = Array("format: 1\nname: a".utf8) + [0xFF, 0x0A]
        #expect(
            Strategy.review(bytes).problems.map { $0.text(in: "file") } == [
                "file:2:8: error: this is no YAML: invalid leading UTF-8 octet"
            ]
        )
    }
}
