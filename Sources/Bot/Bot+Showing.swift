public import Execution
public import Ledger
public import Parity
public import Risk
public import Routes
public import Vocabulary

// What a World, a screen or a test may see of the bot. Nothing here changes anything.

extension Bot {
    public var settings: Settings? { memory.settings }
    public var books: Books { memory.books }
    /// Trades that have not been closed.
    public var sagas: [Saga] { memory.sagas }
    public var nonceLanes: [NonceLane] { memory.lanes }
    public var bridgeGates: [BridgeGate] { memory.gates }
    /// Everything that keeps something from being begun.
    public var halts: [Halt] { memory.stops?.halts.standing ?? [] }

    /// What stops the bot by a number, with the samples behind it.
    public var breakers: Breakers? { memory.stops?.breakers }

    /// Of every route, in the fleet's order: what was said of it last; `nil` before the first time.
    public var assessments: [Assessment?] { views.map(\.assessment) }

    /// By which rule the route at this place was last held back; `nil` for a trade, and before any verdict.
    public func obstacle(at place: Int) -> Rule? {
        views.indices.contains(place) ? views[place].assessment?.decisiveRule : nil
    }
    /// Everything that is agreed on now, as the deciders see it; `nil` while no chain is.
    public var sight: Scene? { scene() }

    /// What is outstanding, by memory alone: the same answer before a crash and after it.
    public func obligations(at now: Instant) -> [Obligation] {
        var obligations: [Obligation] = []
        for lane in memory.lanes {
            obligations += lane.obligations(at: now).map { .nonce(lane.key, $0) }
        }
        for saga in memory.sagas {
            switch saga.state {
            case .opening(let first, let leg) where leg.outcome?.fill != nil:
                obligations.append(.sign(saga: saga.number, first.other))
            case .naked: obligations.append(.mend(saga: saga.number))
            case .filled: obligations.append(.bridge(saga: saga.number))
            case .ended: obligations.append(.close(saga: saga.number))
            case .opening, .trading, .unwinding, .bridging: break
            }
        }
        for transfer in memory.transfers {
            obligations.append(.watch(transfer.lane, transfer: transfer.number))
        }
        return obligations
    }
}

/// Something that was begun and is not at its end, and whose turn it is.
public enum Obligation: Hashable, Sendable {
    case nonce(AccountKey, LaneObligation)
    /// The leg that goes second.
    case sign(saga: UInt64, LegSide)
    /// One leg is filled and the other dead.
    case mend(saga: UInt64)
    /// Both legs are filled: whatever is to cross the bridge.
    case bridge(saga: UInt64)
    case close(saga: UInt64)
    case watch(LaneKey, transfer: UInt64)
}
