import Contracts
import Ethereum
import Numerics
import Venues

/// A contract's refusal, as bytes.
struct ContractRevert: Error, Hashable, Sendable {
    let data: [UInt8]
    /// Only where the gas limit was reached.
    let takesAllGas: Bool

    /// No data: an unknown function, a bare `revert()`.
    static let empty = ContractRevert(data: [], takesAllGas: false)
    static let outOfGas = ContractRevert(data: [], takesAllGas: true)

    private init(data: [UInt8], takesAllGas: Bool) {
        self.data = data
        self.takesAllGas = takesAllGas
    }

    /// `require` with a reason.
    init(_ reason: String) {
        let text = Array(reason.utf8)
        var data: [UInt8] = [0x08, 0xC3, 0x79, 0xA0]
        data += ([32, UInt256(UInt64(text.count))] as [UInt256]).abiBytes
        data += text
        data += [UInt8](repeating: 0, count: (32 - text.count % 32) % 32)
        self.init(data: data, takesAllGas: false)
    }

    /// A custom error of words alone.
    init(_ error: ABISignature, _ words: UInt256...) {
        self.init(data: error.selector + words.abiBytes, takesAllGas: false)
    }

    init(panic code: UInt8) {
        let word: [UInt256] = [UInt256(UInt64(code))]
        self.init(data: [0x4E, 0x48, 0x7B, 0x71] + word.abiBytes, takesAllGas: false)
    }

    /// What the pool's contract says where its value refuses.
    init(_ refusal: Refusal) {
        switch refusal {
        case .reverts(.error(let reason)): self.init(reason)
        case .reverts(.panic(let code)): self.init(panic: code)
        case .reverts(.empty), .reverts(.invalidOpcode), .moreTicksNeeded, .outOfRange:
            self = .empty
        }
    }
}
