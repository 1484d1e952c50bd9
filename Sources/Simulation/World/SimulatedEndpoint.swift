public import Vocabulary

/// How one endpoint of a virtual chain behaves.
public struct SimulatedEndpoint: Hashable, Sendable {
    /// From a question to its answer.
    public var latency: Interval
    /// It shows the chain as it was so many blocks ago.
    public var lag: UInt64 = 0
    /// It answers nothing.
    public var isDown = false
    /// Where there are logs it answers that there are none.
    public var hidesLogs = false

    public init(latency: Interval) {
        self.latency = latency
    }
}
