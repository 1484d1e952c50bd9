import Contracts
import Ethereum
import Live
import Numerics
import Routes
import Venues
import Vocabulary

// What pools say of themselves: their tokens, in the file's order, and their version.

extension Examination {
    func askPools(_ pools: [PoolDescription], _ chain: Chain, _ questions: inout Questions) {
        for pool in pools {
            switch pool.kind {
            case .dodo(let kind, _):
                askToken(.base, of: pool, Selectors.dodoBase, chain, &questions)
                askToken(.quote, of: pool, Selectors.dodoQuote, chain, &questions)
                askVersion(of: pool, kind, chain, &questions)
            case .uniswapV2, .uniswapV3:
                askToken(.base, of: pool, Selectors.firstToken, chain, &questions)
                askToken(.quote, of: pool, Selectors.secondToken, chain, &questions)
            case .stableSwap(let stable):
                for (side, coin) in [(Side.base, stable.base), (.quote, stable.quote)] {
                    let data = Selectors.coin + UInt256(coin).bigEndianBytes
                    askToken(side, of: pool, data, chain, &questions)
                }
            }
        }
    }

    private func askToken(
        _ side: Side,
        of pool: PoolDescription,
        _ data: [UInt8],
        _ chain: Chain,
        _ questions: inout Questions
    ) {
        let subject = "\(chain.name) pool \(pool.name)"
        let token = side == .base ? pool.base : pool.quote
        let word = side == .base ? "base" : "quote"
        questions.call(pool.key.address, data) { found in
            let found = Address(word: found)
            return found == token.address
                ? .ok(subject, "its \(word) is \(token.symbol)")
                : .error(
                    subject,
                    "its \(word) is \(found.map { "\($0)" } ?? "no address"), not \(token.symbol) "
                        + "\(token.address)",
                    "correct its tokens, or their order: prices would be upside down"
                )
        }
    }

    private func askVersion(
        of pool: PoolDescription,
        _ kind: DODOPool.Kind,
        _ chain: Chain,
        _ questions: inout Questions
    ) {
        let subject = "\(chain.name) pool \(pool.name)"
        let query = ChainQuery.call(
            to: pool.key.address,
            data: Selectors.version,
            sender: nil,
            at: .latest
        )
        questions.ask(query) { outcome in
            guard
                case .answered(.returned(let bytes)) = outcome,
                let version = Self.text(of: bytes)
            else {
                return .warning(
                    subject,
                    "does not tell its version",
                    "it may be a mock: what counts is whether it pays what its maths says"
                )
            }
            return version.hasPrefix(kind.rawValue.uppercased())
                ? .ok(subject, "is a \(version)")
                : .error(
                    subject,
                    "is a \(version), the file says \(kind.rawValue.uppercased())",
                    "correct its kind"
                )
        }
    }

    /// One string as contracts return it; `nil` for what is none, or would not fit on a line.
    private static func text(of bytes: [UInt8]) -> String? {
        guard
            bytes.count >= 64, UInt256(bigEndian: bytes[0..<32]) == 32,
            let length = UInt256(bigEndian: bytes[32..<64]).flatMap({ Int(exactly: $0) }),
            length <= 64, bytes.count >= 64 + length
        else { return nil }
        let characters = bytes[64..<64 + length]
        guard characters.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return nil }
        return String(decoding: characters, as: UTF8.self)
    }
}
