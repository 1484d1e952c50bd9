import Ethereum
import Numerics
import TestSupport
import Vocabulary

extension ABIType {
    /// Any type, nesting at most `depth` times.
    static func random(depth: Int, _ chance: inout Chance) -> ABIType {
        switch Int.random(in: 0..<(depth > 0 ? 12 : 8), using: &chance) {
        case 0: return .unsigned(8 * Int.random(in: 1...32, using: &chance))
        case 1: return .signed(8 * Int.random(in: 1...32, using: &chance))
        case 2: return .address
        case 3: return .bool
        case 4: return .fixedBytes(Int.random(in: 1...32, using: &chance))
        case 5: return .bytes
        case 6: return .string
        case 7: return .function
        case 8: return .array(random(depth: depth - 1, &chance))
        case 9:
            let element = random(depth: depth - 1, &chance)
            return .fixedArray(element, Int.random(in: 1...3, using: &chance))
        default:
            let count = Int.random(in: 1...4, using: &chance)
            return .tuple((0..<count).map { _ in random(depth: depth - 1, &chance) })
        }
    }
}

extension ABIValue {
    /// Any value of the type; the empty list where there is no type.
    static func random(of type: ABIType?, _ chance: inout Chance) -> ABIValue {
        switch type {
        case .unsigned(let bits): return .unsigned(word(&chance) >> (256 - bits))
        case .signed(let bits):
            return .signed(Int256(bitPattern: word(&chance)) >> (256 - bits))
        case .address: return Address(bytes: bytes(20, &chance)).map { .address($0) } ?? .list([])
        case .bool: return .bool(Bool.random(using: &chance))
        case .fixedBytes(let count): return .bytes(bytes(count, &chance))
        case .function: return .bytes(bytes(24, &chance))
        case .bytes: return .bytes(bytes(Int.random(in: 0...70, using: &chance), &chance))
        case .string:
            let letters: [Character] = ["a", "é", "金", "\u{1F511}", "\0", " "]
            let count = Int.random(in: 0...40, using: &chance)
            return .string(
                String((0..<count).map { _ in letters[Int.random(in: 0..<6, using: &chance)] })
            )
        case .array(let element):
            let count = Int.random(in: 0...4, using: &chance)
            return .list((0..<count).map { _ in random(of: element, &chance) })
        case .fixedArray(let element, let count):
            return .list((0..<count).map { _ in random(of: element, &chance) })
        case .tuple(let members): return .list(members.map { random(of: $0, &chance) })
        case nil: return .list([])
        }
    }

    private static func word(_ chance: inout Chance) -> UInt256 {
        let word = UInt256(limbs: chance.next(), chance.next(), chance.next(), chance.next())
        switch Int.random(in: 0..<4, using: &chance) {
        case 0: return .zero
        case 1: return .max
        case 2: return word >> Int.random(in: 0..<256, using: &chance)
        default: return word
        }
    }

    private static func bytes(_ count: Int, _ chance: inout Chance) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }
    }
}
