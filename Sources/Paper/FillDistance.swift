public import Numerics

/// How far a fill on paper was from what the chain would have given for the same, and why: below zero the
/// bot got less on paper. The parts add up to the whole.
public struct FillDistance: Hashable, Sendable {
    public let whole: Drift
    /// Of what the bot had done to the pool here before.
    public let ownImpact: Drift
    /// The block it would have been in was not seen: the fill is from a later one.
    public let lateBlock: Drift
    /// Our maths against the pool's own word on the same block: nothing, unless one of them is wrong.
    public let maths: Drift

    /// `there` is the chain's own word on the block the fill is in, `due` on the one it would have been in.
    /// `nil` where the chain gives nothing.
    public init?(_ fill: PaperFill, there: UInt256, due: UInt256) {
        guard
            let whole = Drift(fill.received, from: due, of: due),
            let maths = Drift(fill.alone ?? there, from: there, of: due),
            let late = Drift(there, from: due, of: due)
        else { return nil }
        self.whole = whole
        self.maths = maths
        lateBlock = late
        ownImpact = whole.subtracting(maths).subtracting(late)
    }
}

/// What all fills of a session have come to beside the chain.
public struct FillScore: Sendable {
    /// The last ones of those that were compared, in no order.
    private var kept: [FillDistance] = []
    public private(set) var compared: UInt64 = 0
    /// By absolute size; the first of equals.
    public private(set) var worst: FillDistance?
    /// How many could not be compared, by reason, in the order in which the reasons first came up.
    public private(set) var incomparable: [(reason: FillRefusal, count: UInt64)] = []

    /// A median is of so many fills at most: of more, the last ones.
    public static let mostKept = 10_000

    public init() {}

    public mutating func take(_ distance: FillDistance) {
        if kept.count < Self.mostKept {
            kept.append(distance)
        } else {
            kept[Int(compared % UInt64(Self.mostKept))] = distance
        }
        compared += 1
        if distance.whole.magnitude > worst?.whole.magnitude ?? 0 || worst == nil {
            worst = distance
        }
    }

    public mutating func take(_ reason: FillRefusal) {
        if let place = incomparable.firstIndex(where: { $0.reason == reason }) {
            incomparable[place].count += 1
        } else {
            incomparable.append((reason, 1))
        }
    }

    /// The lower one of two in the middle; `nil` while nothing was compared.
    public func median(_ part: (FillDistance) -> Drift = \.whole) -> Drift? {
        guard !kept.isEmpty else { return nil }
        return kept.map(part).sorted()[(kept.count - 1) / 2]
    }
}

/// Why a fill can't be held against the chain.
public enum FillRefusal: String, Hashable, Sendable, CaseIterable {
    /// No node has the state of that block, or the block is no longer on its chain.
    case noState = "no node has the state"
    case unanswered = "no answer"
    /// A node has the block's state, and the pool there could not be read as far as the trade would go.
    case unread = "the pool can't be read there"
    /// Endpoints answer differently, or one alone says what the agreed state does not.
    case disputed = "endpoints disagree"
    /// One endpoint of several has the state of the block that the fill would have been in.
    case alone = "one endpoint alone has the state"
    /// The pool takes no such trade at that block.
    case refused = "the pool refuses it"
    /// Too many blocks before it were seen by nobody.
    case unseen = "too many blocks unseen"
    /// More fills at once than are asked about.
    case crowded = "too many at once"
}
