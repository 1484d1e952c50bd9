public import Ethereum
public import Hashing
public import Numerics
public import Vocabulary

/// A function or an event of a bridge, and what each of its arguments means.
public struct BridgeSignature: Hashable, Sendable {
    public let part: BridgePart
    public let signature: ABISignature
    /// In the order of the arguments; `nil` for one that means nothing here.
    private let words: [BridgeWord?]

    public static let longest = 400

    /// Reads a signature whose arguments are named by what they mean:
    /// `event Sent(bytes32 indexed transfer, address token, uint256 amount)`.
    public init(_ text: String, as part: BridgePart) throws(BridgeSignatureFault) {
        guard text.utf8.count <= Self.longest else { throw .tooLong }
        // What else could be said of an event that does not begin as one would mislead.
        guard !part.isEvent || text.drop(while: \.isWhitespace).hasPrefix("event") else {
            throw .notAnEvent
        }
        do throws(ABITextError) {
            signature = try ABISignature(text)
        } catch {
            throw .text(error)
        }
        switch (signature.kind, part.isEvent) {
        case (.event(isAnonymous: false), true), (.function, false): break
        case (_, true): throw .notAnEvent
        case (_, false): throw .notAFunction
        }
        var words: [BridgeWord?] = []
        for input in signature.inputs {
            let word = BridgeWord(rawValue: input.name).flatMap { word in
                part.possibleWords.contains(word) ? word : nil
            }
            words.append(word)
            guard let word else {
                // A word of ours where it has no meaning is a mistake; any other name is the bridge's own.
                guard part.isEvent, BridgeWord(rawValue: input.name) == nil else {
                    throw .meaningless(input.name)
                }
                continue
            }
            guard words.count(where: { $0 == word }) == 1 else { throw .twice(word) }
            guard Self.holds(word, input.type) else { throw .type(word, input.type) }
        }
        for word in part.neededWords where !words.contains(word) { throw .missing(word) }
        if part == .departed, words.contains(.amount) == words.contains(.gross) {
            throw .amountOrGross
        }
        switch (part.answer, signature.outputs.first?.type) {
        case (nil, _), (.yesOrNo, .bool?), (.number, .unsigned?): break
        case (let answer?, _): throw .answer(answer)
        }
        self.part = part
        self.words = words
    }

    private static func holds(_ word: BridgeWord, _ type: ABIType) -> Bool {
        switch (word, type) {
        case (.transfer, .unsigned), (.transfer, .fixedBytes): true
        case (.destination, .unsigned), (.destination, .fixedBytes): true
        case (.amount, .unsigned), (.gross, .unsigned): true
        // An address as a word of 32 bytes, as bridges to chains with longer ones have it.
        case (.token, .fixedBytes(32)), (.sender, .fixedBytes(32)): true
        case (.recipient, .fixedBytes(32)), (.bridge, .fixedBytes(32)): true
        case (.token, .address), (.sender, .address): true
        case (.recipient, .address), (.bridge, .address): true
        default: false
        }
    }

    public func names(_ word: BridgeWord) -> Bool { words.contains(word) }

    /// The argument's place, from zero.
    public func place(of word: BridgeWord) -> Int? {
        words.firstIndex(of: word)
    }

    /// The largest number of a transfer that the argument holds.
    public var largestTransfer: UInt256 {
        guard let place = place(of: .transfer) else { return .zero }
        let bits: Int
        switch signature.inputs[place].type {
        case .unsigned(let width): bits = width
        case .fixedBytes(let count): bits = 8 * count
        default: return .zero
        }
        return bits >= 256 ? .max : (.one << UInt256(UInt64(bits))) - .one
    }

    /// Whether a function answers the number of the transfer it began: its first output is named so.
    public var returnsTransfer: Bool {
        guard let output = signature.outputs.first else { return false }
        return output.name == BridgeWord.transfer.rawValue && Self.holds(.transfer, output.type)
    }

    /// A call with these values; `nil` where one is not known or does not fit.
    public func calldata(_ values: BridgeValues) -> [UInt8]? {
        arguments(values).flatMap { try? signature.encodeCall($0) }
    }

    /// What a log says; `nil` for a log that is not of this event.
    public func read(topics: [Digest], data: [UInt8]) -> BridgeValues? {
        guard
            topics.first == signature.topic,
            let arguments = try? signature.decodeLog(topics: topics, data: data)
        else { return nil }
        return values(
            arguments.map { argument in
                if case .value(let value) = argument { value } else { nil }
            }
        )
    }

    /// What a call to this function was given; `nil` for other calls.
    public func read(call data: [UInt8]) -> BridgeValues? {
        (try? signature.decodeCall(data)).flatMap { values($0) }
    }

    /// A log of this event; arguments that mean nothing here are zero. `nil` where a value is not known or
    /// does not fit.
    public func log(_ values: BridgeValues) -> (topics: [Digest], data: [UInt8])? {
        arguments(values).flatMap { try? signature.encodeLog($0) }
    }

    private func values(_ found: [ABIValue?]) -> BridgeValues? {
        var values = BridgeValues()
        for (word, value) in zip(words, found) {
            guard let word else { continue }
            guard let number = value?.number else { return nil }
            values[word] = number
        }
        return values
    }

    private func arguments(_ values: BridgeValues) -> [ABIValue]? {
        var arguments: [ABIValue] = []
        for (word, input) in zip(words, signature.inputs) {
            guard let word else {
                guard let idle = ABIValue(.zero, as: input.type) else { return nil }
                arguments.append(idle)
                continue
            }
            guard let number = values[word], let value = ABIValue(number, as: input.type) else {
                return nil
            }
            arguments.append(value)
        }
        return arguments
    }
}

/// What a bridge's call or log says, each as a number: whatever can be said of a transfer fits into a word.
public struct BridgeValues: Hashable, Sendable {
    private var numbers: [UInt256?]

    public init() {
        numbers = Array(repeating: nil, count: BridgeWord.allCases.count)
    }

    public subscript(word: BridgeWord) -> UInt256? {
        get { numbers[word.place] }
        set { numbers[word.place] = newValue }
    }

    public var transfer: Digest? { self[.transfer].flatMap { Digest(bytes: $0.bigEndianBytes) } }
    public var amount: UInt256? { self[.amount] }
    public var gross: UInt256? { self[.gross] }
    public var destination: UInt256? { self[.destination] }

    /// `nil` where nothing is said, and where what is said is nobody's address.
    public func address(_ word: BridgeWord) -> Address? { self[word].flatMap { Address(word: $0) } }
}

extension BridgeWord {
    fileprivate var place: Int {
        switch self {
        case .transfer: 0
        case .token: 1
        case .sender: 2
        case .amount: 3
        case .gross: 4
        case .destination: 5
        case .recipient: 6
        case .bridge: 7
        }
    }
}

extension ABIValue {
    /// Bytes count from the left, as they are written.
    fileprivate var number: UInt256? {
        switch self {
        case .unsigned(let number): number
        case .address(let address): address.word
        case .bytes(let bytes): UInt256(bigEndian: bytes)
        case .signed, .bool, .string, .list: nil
        }
    }

    /// `nil` for what the type can't hold.
    fileprivate init?(_ number: UInt256, as type: ABIType) {
        switch type {
        case .unsigned: self = .unsigned(number)
        case .signed: self = .signed(Int256(bitPattern: number))
        case .bool: self = .bool(!number.isZero)
        case .address:
            guard let address = Address(word: number) else { return nil }
            self = .address(address)
        case .fixedBytes(let count):
            let bytes = number.bigEndianBytes
            guard bytes.dropLast(count).allSatisfy({ $0 == 0 }) else { return nil }
            self = .bytes(Array(bytes.suffix(count)))
        case .bytes, .string, .function, .array, .fixedArray, .tuple: return nil
        }
    }
}

/// Why a text is no signature that a bridge's part can have.
public enum BridgeSignatureFault: Error, Hashable, Sendable {
    case tooLong
    case text(ABITextError)
    case notAnEvent
    case notAFunction
    /// An argument with a name that means nothing in this part.
    case meaningless(String)
    case twice(BridgeWord)
    case missing(BridgeWord)
    /// A departure tells one of the two.
    case amountOrGross
    case type(BridgeWord, ABIType)
    /// What the view must answer first.
    case answer(BridgePart.Answer)
}
