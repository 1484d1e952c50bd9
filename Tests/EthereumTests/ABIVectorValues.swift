import Ethereum
import Numerics
import TestSupport
import Testing
import Vocabulary

/// A vector's value, read as the type says.
func abiValue(_ json: JSON, as type: ABIType) throws -> ABIValue {
    switch type {
    case .unsigned: .unsigned(try UInt256(decimal: try json.digits()))
    case .signed: .signed(try Int256(decimal: try json.digits()))
    case .address: .address(try #require(Address(bytes: try json.data())))
    case .bool: .bool(try json.flag())
    case .fixedBytes, .bytes, .function: .bytes(try json.data())
    case .string: .string(try json.text())
    case .array(let element), .fixedArray(let element, _):
        .list(try json.list().map { try abiValue($0, as: element) })
    case .tuple(let members):
        .list(try zip(try json.list(), members).map { try abiValue($0, as: $1) })
    }
}

func abiValues(_ json: JSON, as types: [ABIType]) throws -> [ABIValue] {
    let values = try json.list()
    try #require(values.count == types.count)
    return try zip(values, types).map { try abiValue($0, as: $1) }
}

func abiTypes(_ json: JSON) throws -> [ABIType] {
    try json.list().map { try ABIType(try $0.text()) }
}
