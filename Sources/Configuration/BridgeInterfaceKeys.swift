import Ethereum
import Numerics
import Routes
import Vocabulary

// How the file writes down the functions and events of bridges that are not the one that is assumed.

struct BridgeInterfaceDraft {
    var signatures: [BridgeSignature] = []
    var chains: [Named<ChainNumber>] = []

    /// What a bridge calls a chain.
    struct ChainNumber {
        let number: UInt256
    }

    static var keys: [Key<BridgeInterfaceDraft>] {
        BridgePart.allCases.map(signature) + [
            .namedValues(
                "chain_numbers",
                \.chains,
                .chainNumber,
                "by a chain's name: what the bridge calls it, where that is not its id"
            )
        ]
    }

    private static func signature(_ part: BridgePart) -> Key<BridgeInterfaceDraft> {
        let notation = Notation<BridgeSignature>.signature(of: part)
        let key = Key<BridgeInterfaceDraft>(
            name: part.rawValue,
            notation: notation.expected,
            text: part.text,
            isRequired: BridgePart.needed.contains(part)
        ) { target, node, path, reader in
            guard let node, let value = reader.value(node, path, notation) else { return }
            target.signatures.append(value)
            reader.note(path, notation.show(value, reader.terms), isGiven: true)
        }
        return key.isRequired ? key.refusingAbsence(notation.expected) : key
    }
}

extension BridgePart {
    fileprivate var text: String {
        let words = possibleWords.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let names = words.isEmpty ? "; takes nothing" : "; its arguments are called by " + words
        let subject =
            switch self {
            case .send: "puts tokens in"
            case .departed:
                "tokens went in: 'transfer' and one of 'amount' (after the fee), 'gross' (before it)"
            case .released: "tokens came out at the other end"
            case .refunded:
                "tokens came out where they had gone in; left out for a bridge that gives nothing back"
            case .paused: "whether it is paused; left out for a bridge that can't be"
            case .fee: "its fee in basis points"
            case .least: "less is refused"
            case .dailyLimit: "what it takes on one day"
            case .supported: "whether it takes a token, or goes to a chain"
            case .mintable:
                "what it may still mint now; asked of the token when it takes 'bridge'"
            }
        return subject + names
    }
}

extension Notation where Value == BridgeSignature {
    static func signature(of part: BridgePart) -> Notation {
        let example = BridgeInterface.lockAndRelease[part]?.signature.description
        let kind = part.isEvent ? "an event's signature" : "a function's signature"
        return Notation(
            expected: kind
                + " such as \"\(example ?? "mintable(address token) returns (uint256)")\"",
            read: { text, _ throws(Mistake) in
                do throws(BridgeSignatureFault) {
                    return try BridgeSignature(text, as: part)
                } catch {
                    throw Mistake(error.text(part))
                }
            },
            show: { signature, _ in signature.signature.description }
        )
    }
}

extension Notation where Value == BridgeInterfaceDraft.ChainNumber {
    static var chainNumber: Notation {
        Notation(
            expected: "a number such as 138 or 0x008a",
            read: { text, _ throws(Mistake) in
                guard text.hasPrefix("0x") else {
                    do throws(DecimalTextError) {
                        let number = try DecimalNumber(text).scaled(to: 0)
                        return BridgeInterfaceDraft.ChainNumber(number: number)
                    } catch {
                        throw Mistake(error, in: text)
                    }
                }
                guard
                    let bytes = try? Hexadecimal.bytes(of: text), (1...32).contains(bytes.count),
                    let number = UInt256(bigEndian: bytes)
                else { throw Mistake("an even number of hexadecimal digits, 64 at most") }
                return BridgeInterfaceDraft.ChainNumber(number: number)
            },
            show: { chain, _ in chain.number.description }
        )
    }
}

extension BridgeSignatureFault {
    /// Why the signature can't be the part's, for whoever wrote it.
    fileprivate func text(_ part: BridgePart) -> String {
        switch self {
        case .tooLong: "it is longer than \(BridgeSignature.longest) characters"
        case .text(.expected(let what, let place)): "\(what) is expected at character \(place + 1)"
        case .text(.unknownType(let type, let place)):
            "'\(Quoted.text(type))' at character \(place + 1) is no type"
        case .text(.tooDeep): "its types are nested too deeply"
        case .notAnEvent: "an event is meant: begin with 'event', and not anonymous"
        case .notAFunction: "a function is meant"
        case .meaningless(let name):
            "an argument called '\(Quoted.text(name))' means nothing here"
                + (part.isEvent
                    ? "" : "; known: " + Quoted.list(part.possibleWords.map(\.rawValue)))
        case .twice(let word): "two arguments are called '\(word.rawValue)'"
        case .missing(let word): "no argument is called '\(word.rawValue)'"
        case .amountOrGross: "one argument must be called 'amount' or 'gross', and not both"
        case .type(let word, let type): "'\(word.rawValue)' can't be of the type \(type)"
        case .answer(.yesOrNo): "it must return a bool first"
        case .answer(.number): "it must return a uint first"
        }
    }
}
