import Ethereum
import Hashing
import Numerics
import Vocabulary

/// What a person writes for `abi`, read into types and values.
enum ABIInput {
    static func signature(_ text: String) throws(Failure) -> ABISignature {
        do throws(ABITextError) {
            return try ABISignature(text)
        } catch {
            throw Failure(.badData, "'\(text)': \(ABIExplanation.words(for: error))")
        }
    }

    /// Types separated by commas, with or without names.
    static func types(_ text: String) throws(Failure) -> [ABIParameter] {
        do throws(ABITextError) {
            return try ABIParameter.list(text)
        } catch {
            throw Failure(.badData, "'\(text)': \(ABIExplanation.words(for: error))")
        }
    }

    static func data(_ text: String) throws(Failure) -> [UInt8] {
        var text = text
        if text == "-" {
            let bytes = try Files.read("-")
            text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        }
        do throws(HexadecimalError) {
            return try Hexadecimal.bytes(of: text)
        } catch {
            throw Failure(.badData, "the data: \(ABIExplanation.words(for: error))")
        }
    }

    static func topics(_ text: String) throws(Failure) -> [Digest] {
        var topics: [Digest] = []
        guard !text.isEmpty else { return [] }
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            do throws(HexadecimalError) {
                topics.append(try Digest(hexadecimal: String(word)))
            } catch {
                throw Failure(
                    .badData,
                    "topic \(topics.count + 1): \(ABIExplanation.words(for: error))"
                )
            }
        }
        return topics
    }

    static func value(
        _ text: String,
        as type: ABIType,
        place: String
    ) throws(Failure) -> ABIValue {
        switch type {
        case .array, .fixedArray, .tuple:
            let document: JSONValue
            do throws(JSONError) {
                document = try JSONValue(parsing: text)
            } catch {
                throw Failure(.badData, "\(place): not JSON: \(JSONExplanation.words(for: error))")
            }
            return try value(document, as: type, place: place)
        default:
            return try simple(text, as: type, place: place)
        }
    }

    private static func value(
        _ json: JSONValue,
        as type: ABIType,
        place: String
    ) throws(Failure) -> ABIValue {
        let types: [ABIType]
        switch (type, json) {
        case (.array(let element), .array(let elements)),
            (.fixedArray(let element, _), .array(let elements)):
            types = Array(repeating: element, count: elements.count)
        case (.tuple(let members), .array(let elements)):
            guard members.count == elements.count else {
                throw Failure(
                    .badData,
                    "\(place): \(type) has \(members.count) members, not \(elements.count)"
                )
            }
            types = members
        case (.bool, .bool(let flag)): return .bool(flag)
        case (_, .string(let text)), (_, .number(let text)):
            return try simple(text, as: type, place: place)
        default: throw Failure(.badData, "\(place): \(json) is no \(type)")
        }
        var values: [ABIValue] = []
        for (index, pair) in zip(json.elements ?? [], types).enumerated() {
            values.append(try value(pair.0, as: pair.1, place: "\(place)[\(index)]"))
        }
        return .list(values)
    }

    private static func simple(
        _ text: String,
        as type: ABIType,
        place: String
    ) throws(Failure) -> ABIValue {
        if case .address = type {
            do throws(AddressTextError) {
                return .address(try Address(text))
            } catch {
                throw Failure(.badData, "\(place): \(ABIExplanation.words(for: error))")
            }
        }
        guard let value = ABIValue(type, text: text) else {
            throw Failure(.badData, "\(place): '\(text)' is no \(type)")
        }
        return value
    }
}
