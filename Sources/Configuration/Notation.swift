import Hashing
import Vocabulary

/// How a kind of value is written: what is expected, how it is read, and how it is shown again.
struct Notation<Value> {
    /// With an example: `a share such as "15 bps"`.
    let expected: String
    /// A mistake in it is told without the text itself.
    var isSecret = false
    let read: (String, Terms) throws(Mistake) -> Value
    let show: (Value, Terms) -> String
}

/// What the meaning of a text depends on.
struct Terms {
    /// `nil` until the file has said it.
    var numeraire: String?
}

/// Why a text is not what was expected, as far as more can be said.
struct Mistake: Error {
    let hint: String?

    init(_ hint: String? = nil) {
        self.hint = hint
    }

    init(_ error: DecimalTextError, in text: String) {
        switch error {
        case .empty:
            hint =
                text.hasPrefix("-")
                ? "it can't be negative" : text.isEmpty ? nil : "there is no number"
        case .expectedDigit, .secondPoint:
            hint =
                text.contains(",")
                ? "group digits with underscores, as in 10_000"
                : text.hasPrefix("-") ? "it can't be negative" : nil
        case .tooManyDecimals(_, let most):
            hint = most == 0 ? "it must be whole" : "at most \(most) decimals are kept"
        case .tooLarge: hint = "the number is too large"
        }
    }

    init(_ error: QuantityTextError, in text: String) {
        switch error {
        case .number(.tooManyDecimals): self.init("it is finer than what is counted")
        case .number(let error): self.init(error, in: text)
        case .unit("", let expected) where expected.count > 3:
            self.init("write the unit behind it: " + Quoted.list(expected))
        case .unit("", let expected):
            self.init("write the unit: \(Quoted.text(text)) \(expected.first ?? "")")
        case .unit(let unit, let expected): self.init(unit: unit, expected: expected)
        }
    }

    init(unit: String, expected: [String]) {
        if unit.hasPrefix(",") {
            hint = "group digits with underscores, as in 10_000"
        } else if let nearest = Spelling.nearest(to: unit, among: expected) {
            hint = "the unit '\(Quoted.text(unit))' is unknown here; did you mean '\(nearest)'?"
        } else {
            hint =
                "the unit '\(Quoted.text(unit))' is unknown here; known: "
                + Quoted.list(expected)
        }
    }
}

/// Reads with a type's own initialiser.
private func quantity<Value>(
    _ text: String,
    _ read: (String) throws(QuantityTextError) -> Value
) throws(Mistake) -> Value {
    do throws(QuantityTextError) { return try read(text) } catch {
        throw Mistake(error, in: text)
    }
}

extension Notation where Value == BasisPoints {
    static var share: Notation {
        Notation(
            expected: "a share such as \"15 bps\" or \"0.15 %\"",
            read: { text, _ throws(Mistake) in try quantity(text, BasisPoints.init(_:)) },
            show: { share, _ in share.description }
        )
    }
}

extension Notation where Value == Interval {
    static var time: Notation {
        Notation(
            expected: "a time such as \"5 min\"",
            read: { text, _ throws(Mistake) in try quantity(text, Interval.init(_:)) },
            show: { time, _ in time.description }
        )
    }

    /// A time that passes.
    static var duration: Notation {
        Notation(
            expected: "a time above zero such as \"5 min\"",
            read: { text, _ throws(Mistake) in
                let time = try quantity(text, Interval.init(_:))
                guard time.milliseconds > 0 else { throw Mistake("it can't be zero") }
                return time
            },
            show: { time, _ in time.description }
        )
    }
}

extension Notation where Value == Wei {
    static var gasPrice: Notation {
        Notation(
            expected: "a price of gas such as \"50 gwei\"",
            read: { text, _ throws(Mistake) in try quantity(text, Wei.init(_:)) },
            show: { price, _ in price.description }
        )
    }
}

extension Notation where Value == Wei {
    static var coins: Notation {
        Notation(
            expected: "an amount of the native coin such as \"10 ether\"",
            read: { text, _ throws(Mistake) in try quantity(text, Wei.init(_:)) },
            show: { coins, _ in
                DecimalNumber(digits: coins.value, scale: 18).description + " ether"
            }
        )
    }
}

extension Notation where Value == Address {
    static var address: Notation {
        Notation(
            expected: "an address: 0x and forty hexadecimal digits",
            read: { text, _ throws(Mistake) in
                let address: Address
                do throws(AddressTextError) { address = try Address(text) } catch {
                    switch error {
                    case .wrongChecksum(let expected):
                        throw Mistake(
                            "its checksum is wrong, so a digit may be mistyped; were all digits "
                                + "right it would be written \(expected)"
                        )
                    case .noPrefix: throw Mistake("it must begin with 0x")
                    case .hexadecimal(.wrongLength(_, let found)):
                        throw Mistake("it has \(found * 2) digits")
                    case .hexadecimal(.oddNumberOfDigits(let count)):
                        throw Mistake("it has \(count) digits")
                    case .hexadecimal(.notADigit(_, let place)):
                        throw Mistake("character \(place + 1) is no hexadecimal digit")
                    }
                }
                guard address != .zero else { throw Mistake("the address of zeros is nobody's") }
                return address
            },
            show: { address, _ in address.checksummed }
        )
    }
}

extension Notation where Value == BlockHash {
    static var blockHash: Notation {
        Notation(
            expected: "a hash: 0x and sixty-four hexadecimal digits",
            read: { text, _ throws(Mistake) in
                guard text.hasPrefix("0x"), let digest = try? Digest(hexadecimal: text) else {
                    throw Mistake()
                }
                return BlockHash(digest)
            },
            show: { hash, _ in hash.description }
        )
    }
}

extension Notation where Value == ChainID {
    static var chainID: Notation {
        Notation(
            expected: "a chain id such as 138",
            read: { text, terms throws(Mistake) in
                let number = try Notation<UInt64>.number("").read(text, terms)
                guard let id = ChainID(number) else { throw Mistake("no chain has the id 0") }
                return id
            },
            show: { id, _ in id.description }
        )
    }
}

extension Notation where Value == String {
    /// A text of one line.
    static var name: Notation {
        Notation(
            expected: "a name",
            read: { text, _ throws(Mistake) in
                guard !text.isEmpty, text == Quoted.text(text) else {
                    throw Mistake("one line of 1 to \(Quoted.longest) characters")
                }
                return text
            },
            show: { text, _ in text }
        )
    }

    /// A name that stands somewhere else in the file.
    static func reference(to kind: String) -> Notation {
        Notation(
            expected: "the name of \(kind)",
            read: { text, _ throws(Mistake) in text },
            show: { text, _ in text }
        )
    }

    static var path: Notation {
        Notation(
            expected: "a path",
            read: { text, _ throws(Mistake) in
                guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.value < 0x20 })
                else { throw Mistake() }
                return text
            },
            show: { text, _ in text }
        )
    }
}

extension Notation where Value: RawRepresentable, Value.RawValue == String {
    /// One of a few words.
    static func choice(_ values: [Value]) -> Notation {
        let words = values.map(\.rawValue)
        return Notation(
            expected: "one of " + words.joined(separator: ", "),
            read: { text, _ throws(Mistake) in
                guard let value = values.first(where: { $0.rawValue == text }) else {
                    let nearest = Spelling.nearest(to: text, among: words)
                    throw Mistake(nearest.map { "did you mean '\($0)'?" })
                }
                return value
            },
            show: { value, _ in value.rawValue }
        )
    }
}
