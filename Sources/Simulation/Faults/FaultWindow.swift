public import Vocabulary

extension FaultDice {
    /// A fault that has struck and lasts.
    struct Window: Hashable {
        let chain: ChainID?
        let endpoint: UInt8?
        let until: Instant
        let shape: FaultShape
    }

    /// Whether a lasting fault prevails now: a chain that stands still, a bridge that is paused.
    ///
    /// While none does, a look is a chance; once it has struck, it prevails for as long as its shape says
    /// and looks are no chances. A fault that does not last prevails for the one look.
    public mutating func prevails(
        _ fault: Fault,
        on chain: ChainID? = nil,
        of endpoint: UInt8? = nil,
        at now: Instant
    ) -> FaultShape? {
        let number = fault.number
        let index = windows[number].firstIndex { $0.chain == chain && $0.endpoint == endpoint }
        if let index {
            let window = windows[number][index]
            if now < window.until { return window.shape }
            windows[number].remove(at: index)
        }
        guard let shape = strike(fault, on: chain, of: endpoint) else { return nil }
        if let lasting = shape.lasting, lasting.milliseconds > 0 {
            let until = now.advanced(by: lasting)
            windows[number].append(
                Window(chain: chain, endpoint: endpoint, until: until, shape: shape)
            )
        }
        return shape
    }
}
