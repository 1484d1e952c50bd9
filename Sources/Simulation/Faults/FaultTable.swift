/// What struck in a run, for a report: one row a fault that had a chance, in the order of the menu.
public struct FaultTable: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        public let fault: Fault
        public let chances: UInt64
        public let struck: UInt64
    }

    public let rows: [Row]

    public init(_ dice: FaultDice) {
        rows = Fault.allCases.compactMap { fault in
            let count = dice.count(of: fault)
            guard count.chances > 0 else { return nil }
            return Row(fault: fault, chances: count.chances, struck: count.struck)
        }
    }

    public var struck: UInt64 { rows.reduce(0) { $0 + $1.struck } }
}
