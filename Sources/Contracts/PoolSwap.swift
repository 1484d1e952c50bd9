import Ethereum
public import Numerics
public import Vocabulary

/// A trade in somebody's pool, as its log tells it.
public struct PoolSwap: Hashable, Sendable {
    /// Who called the pool: a router or an executor, seldom the trader.
    public let caller: Address
    public let direction: Direction
    public let sold: UInt256
    public let received: UInt256

    /// Which way, in the words of the pool's kind.
    public enum Direction: Hashable, Sendable {
        case tokens(from: Address, to: Address)
        /// Token 0 was sold.
        case sold0
        case sold1
        case coins(from: UInt8, to: UInt8)
    }

    init?(dodo values: [ABIValue]) {
        guard
            values.count == 6, case .address(let from) = values[0],
            case .address(let to) = values[1], case .unsigned(let sold) = values[2],
            case .unsigned(let received) = values[3], case .address(let caller) = values[4]
        else { return nil }
        self.caller = caller
        direction = .tokens(from: from, to: to)
        self.sold = sold
        self.received = received
    }

    /// A flash swap can put in both tokens: what came in more than it went out was sold.
    init?(pair values: [ABIValue]) {
        guard
            values.count == 6, case .address(let caller) = values[0],
            case .unsigned(let in0) = values[1], case .unsigned(let in1) = values[2],
            case .unsigned(let out0) = values[3], case .unsigned(let out1) = values[4]
        else { return nil }
        self.caller = caller
        if in0 > out0, out1 >= in1 {
            (direction, sold, received) = (.sold0, in0 - out0, out1 - in1)
        } else if in1 > out1, out0 >= in0 {
            (direction, sold, received) = (.sold1, in1 - out1, out0 - in0)
        } else {
            return nil
        }
    }

    init?(concentrated values: [ABIValue]) {
        guard
            values.count == 7, case .address(let caller) = values[0],
            case .signed(let amount0) = values[2], case .signed(let amount1) = values[3]
        else { return nil }
        self.caller = caller
        if amount1.isNegative || amount1.magnitude.isZero, !amount0.isNegative {
            (direction, sold, received) = (.sold0, amount0.magnitude, amount1.magnitude)
        } else if amount0.isNegative || amount0.magnitude.isZero, !amount1.isNegative {
            (direction, sold, received) = (.sold1, amount1.magnitude, amount0.magnitude)
        } else {
            return nil
        }
    }

    init?(exchange values: [ABIValue]) {
        guard
            values.count == 5, case .address(let caller) = values[0],
            case .signed(let from) = values[1], case .unsigned(let sold) = values[2],
            case .signed(let to) = values[3], case .unsigned(let received) = values[4],
            let from = UInt8(exactly: from), let to = UInt8(exactly: to)
        else { return nil }
        self.caller = caller
        direction = .coins(from: from, to: to)
        self.sold = sold
        self.received = received
    }
}
