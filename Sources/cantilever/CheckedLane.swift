import Numerics
import Parity
import Routes
import Vocabulary

/// One bridge lane of a route, and the reserve rule on it.
struct CheckedLane {
    let lane: Lane
    let scene: LaneScene
    /// What the bridge's logs tell; `nil` where outflow is what the file assumes.
    let outflow: Outflow.Measured?
    private let reserve: ReserveParameters

    init(
        _ lane: Lane,
        _ scene: LaneScene,
        _ reserve: ReserveParameters,
        _ outflow: Outflow.Measured?
    ) {
        self.lane = lane
        self.scene = scene
        self.reserve = reserve
        self.outflow = outflow
    }

    var name: String {
        "\(lane.source.symbol) \(lane.source.chain) -> \(lane.destination.symbol) "
            + "\(lane.destination.chain)"
    }

    var held: String { text(scene.held) }
    var needed: String { text(neededUnits) }

    /// What is assumed counts until a whole window was watched.
    private var neededUnits: Reading<UInt256> {
        guard let outflow else { return scene.needed }
        guard
            let rule = ReserveRule(
                peak: outflow.perMinute,
                latency: reserve.latencyFloor,
                factor: reserve.factor
            )
        else { return .unknown(.contradictory) }
        let isWhole = outflow.watched >= reserve.window
        return scene.claimed.map { claimed in
            let seen = rule.needed(claimed: claimed)
            guard !isWhole, case .known(let assumed) = scene.needed else { return seen }
            return max(assumed, seen)
        }
    }

    var isBreached: Bool {
        guard case .known(let held) = scene.held, case .known(let needed) = neededUnits else {
            return false
        }
        return held < needed
    }

    /// Where the outflow comes from.
    var basis: String {
        guard let outflow else { return "outflow assumed" }
        let peak =
            "outflow of \(outflow.watched.milliseconds / 1_000) s, at most "
            + text(.known(outflow.perMinute)) + " a minute"
        return outflow.watched >= reserve.window ? peak : peak + ", or as assumed"
    }

    var findings: [CheckedRoute.Finding] {
        var findings: [CheckedRoute.Finding] = []
        if isBreached {
            findings.append(
                CheckedRoute.Finding(
                    .breach,
                    "bridge \(name): the reserve is \(held), needed is \(needed)"
                )
            )
        }
        if case .known(true) = scene.isPaused {
            findings.append(CheckedRoute.Finding(.breach, "bridge \(name): is paused"))
        }
        // Nobody was asked how much a bridge may mint that has no word for it.
        if case .unknown(let reason) = scene.held, lane.release == .vault || reason != .unasked {
            findings.append(
                CheckedRoute.Finding(
                    .unknown,
                    "bridge \(name): the reserve is not known (\(reason.rawValue))"
                )
            )
        }
        return findings
    }

    private func text(_ reading: Reading<UInt256>) -> String {
        switch reading {
        case .known(let units):
            DecimalNumber(digits: units, scale: lane.destination.decimals).description + " "
                + lane.destination.symbol
        case .unknown(let reason): "unknown (\(reason.rawValue))"
        }
    }
}
