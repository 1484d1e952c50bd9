import Ethereum

extension ABISignature {
    /// A signature written in this module's own source.
    static func known(_ text: StaticString) -> ABISignature {
        do {
            return try ABISignature("\(text)")
        } catch {
            preconditionFailure("'\(text)' is no signature: \(error)")
        }
    }

    /// Calldata for arguments of this module's own making.
    func calldata(_ values: [ABIValue]) -> [UInt8] {
        do {
            return try encodeCall(values)
        } catch {
            preconditionFailure("\(name) does not take \(values): \(error)")
        }
    }
}
