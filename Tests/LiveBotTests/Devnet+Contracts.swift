import Ethereum
import Numerics
import Venues
import Vocabulary

extension Devnet {
    /// A block of chain 138; its number.
    func mineHome() throws -> UInt64 {
        let heads = try order(#"{"do":"mine","chain":138}"#)
        guard case .number(let text)? = heads["138"], let head = UInt64(text) else {
            throw Broken(what: "no head")
        }
        return head
    }

    /// Sends a transaction of the owner's, for the next block.
    func transact(
        _ chain: UInt64,
        _ target: String,
        _ call: String,
        _ values: [ABIValue]
    ) throws {
        let data = Hexadecimal.text(of: try ABISignature(call).encodeCall(values))
        try order(
            #"{"do":"transact","chain":\#(chain),"who":"owner","to":"\#(target)","data":"\#(data)"}"#
        )
    }

    /// Gives chain 138's V3 pool another state, as of the next block.
    func restore(
        root: UInt256,
        tick: Int32,
        liquidity: UInt256,
        fee: UInt32,
        spacing: Int32,
        shares: UInt8,
        ticks: [UniswapV3Pool.Tick]
    ) throws {
        guard let pool = try chain(138)["pools"]?["v3"]?["address"]?.text else {
            throw Broken(what: "no V3 pool")
        }
        try transact(
            138,
            pool,
            "restore(uint160,int24,uint128,uint24,int24,uint8)",
            [
                .unsigned(root), .signed(Int256(tick)), .unsigned(liquidity),
                .unsigned(UInt256(fee)), .signed(Int256(spacing)), .unsigned(UInt256(shares)),
            ]
        )
        for tick in ticks {
            let compressed = tick.index / spacing
            try transact(
                138,
                pool,
                "lay(int24,int16,uint8,uint128,int128)",
                [
                    .signed(Int256(tick.index)), .signed(Int256(compressed >> 8)),
                    .unsigned(UInt256(UInt32(compressed & 255))),
                    .unsigned(tick.liquidityNet.magnitude), .signed(tick.liquidityNet),
                ]
            )
        }
    }
}
