import Ethereum
import Foundation
import Hashing
import Numerics
import Routes
import Vocabulary

/// A node that answers calls by their methods, in a batch or alone.
enum TestNode {
    /// What it says to one call: `nil` leaves the answer out.
    typealias Answers = @Sendable (_ method: String, _ parameters: JSONValue) -> JSONValue?

    static func reply(
        to request: TestServer.Request,
        isReversed: Bool = false,
        _ answers: Answers
    ) -> TestServer.Reply {
        guard let document = try? JSONValue(parsing: request.body) else {
            return .http(400, [], Array("no JSON".utf8))
        }
        guard case .array(let calls) = document else {
            return .json(answer(to: document, answers)?.description ?? "")
        }
        let found = calls.compactMap { answer(to: $0, answers) }
        return .json(JSONValue.array(isReversed ? found.reversed() : found).description)
    }

    /// A member `error` in what is said makes the answer a refusal.
    private static func answer(to call: JSONValue, _ answers: Answers) -> JSONValue? {
        guard
            let method = call["method"]?.text, let id = call["id"],
            let said = answers(method, call["params"] ?? .null)
        else { return nil }
        let outcome = said["error"].map { JSONMember("error", $0) } ?? JSONMember("result", said)
        return .object([JSONMember("jsonrpc", .string("2.0")), JSONMember("id", id), outcome])
    }

    static func error(_ code: Int, _ message: String) -> JSONValue {
        .object([
            JSONMember(
                "error",
                .object([
                    JSONMember("code", .number("\(code)")), JSONMember("message", .string(message)),
                ])
            )
        ])
    }

    /// A header of this height, with a fee market.
    static func header(_ number: UInt64, extraData: [UInt8] = []) -> BlockHeader {
        BlockHeader(
            parentHash: BlockHash(Keccak256.hash("\(number)'s parent")),
            ommersHash: Keccak256.hash([0xC0]),
            coinbase: .zero,
            stateRoot: Keccak256.hash("state"),
            transactionsRoot: Keccak256.hash("transactions"),
            receiptsRoot: Keccak256.hash("receipts"),
            logsBloom: [UInt8](repeating: 0, count: 256),
            difficulty: 1,
            number: number,
            gasLimit: 30_000_000,
            gasUsed: 21_000,
            timestamp: 1_700_000_000 + 2 * number,
            extraData: extraData,
            mixHash: extraData.isEmpty ? Keccak256.hash("mix") : SealedHeader.mixHash,
            nonce: 0,
            fork: .london(baseFee: 7)
        )
    }

    /// As a node writes it, under this hash.
    static func block(_ header: BlockHeader, hash: Digest) -> JSONValue {
        func data(_ bytes: [UInt8]) -> JSONValue { .string(Hexadecimal.text(of: bytes)) }
        func number(_ value: UInt64) -> JSONValue { .string("0x" + String(value, radix: 16)) }
        return .object([
            JSONMember("hash", data(hash.bytes)),
            JSONMember("parentHash", data(header.parentHash.digest.bytes)),
            JSONMember("sha3Uncles", data(header.ommersHash.bytes)),
            JSONMember("miner", data(header.coinbase.bytes)),
            JSONMember("stateRoot", data(header.stateRoot.bytes)),
            JSONMember("transactionsRoot", data(header.transactionsRoot.bytes)),
            JSONMember("receiptsRoot", data(header.receiptsRoot.bytes)),
            JSONMember("logsBloom", data(header.logsBloom)),
            JSONMember("difficulty", number(1)),
            JSONMember("number", number(header.number)),
            JSONMember("gasLimit", number(header.gasLimit)),
            JSONMember("gasUsed", number(header.gasUsed)),
            JSONMember("timestamp", number(header.timestamp)),
            JSONMember("extraData", data(header.extraData)),
            JSONMember("mixHash", data(header.mixHash.bytes)),
            JSONMember("nonce", data([UInt8](repeating: 0, count: 8))),
            JSONMember("baseFeePerGas", number(7)),
            JSONMember("withdrawalsRoot", .null),
            JSONMember("transactions", .array([])),
        ])
    }

    static func block(_ number: UInt64) -> JSONValue {
        let header = header(number)
        return block(header, hash: header.plainHash)
    }

    /// What the aggregator returns when every call returned one word.
    static func aggregate(_ words: [UInt256]) -> JSONValue {
        var all: [UInt256] = [32, UInt256(UInt64(words.count))]
        for index in words.indices { all.append(UInt256(UInt64(32 * words.count + 128 * index))) }
        for word in words { all += [1, 64, 32, word] }
        return .string(Hexadecimal.text(of: all.flatMap { Array($0.bigEndianBytes) }))
    }

    static func word(_ digest: Digest) -> UInt256 { UInt256(bigEndian: digest.bytes) ?? .zero }
}
