import Bot
import Numerics
import Parity
import Routes
import Vocabulary

/// How a check ends, as monitoring plugins do.
enum CheckStatus: Int32 {
    case inParity = 0
    case outOfParity = 1
    case breach = 2
    case unknown = 3

    var name: String {
        switch self {
        case .inParity: "in parity"
        case .outOfParity: "out of parity"
        case .breach: "breach"
        case .unknown: "unknown"
        }
    }

    /// What is broken outweighs what is not known, and that outweighs a price.
    private var weight: Int {
        switch self {
        case .inParity: 0
        case .outOfParity: 1
        case .unknown: 2
        case .breach: 3
        }
    }

    func worse(_ other: CheckStatus) -> CheckStatus { other.weight > weight ? other : self }
}

/// One route as it is now: its verdict, whether the deviation has stood, its lanes, and what follows.
struct CheckedRoute {
    let assessment: Assessment
    let status: CheckStatus
    /// Why, one line each, the worst first.
    let reasons: [String]
    let sustained: Sustained
    let lanes: [CheckedLane]

    enum Sustained: Hashable {
        /// At or above the target for so many block ends in a row, of those that are asked for.
        case blocks(UInt64, of: UInt64)
        case noHistory
    }

    init(
        _ route: Route,
        _ assessment: Assessment,
        _ run: DeviationRun,
        hasHistory: Bool,
        _ scene: Scene,
        _ outflow: Outflow
    ) {
        self.assessment = assessment
        let needed = UInt64(route.parameters.confirmation.blocks)
        let stood =
            run.dear == assessment.dear ? run.blocks(atLeast: route.parameters.parity.target) : 0
        sustained = hasHistory ? .blocks(stood, of: needed) : .noHistory
        lanes = route.lanes.all.compactMap { lane in
            scene.lane(lane.key).map { scene in
                CheckedLane(
                    lane,
                    scene,
                    route.parameters.reserve,
                    outflow.measured(on: lane.key)
                )
            }
        }
        var findings = assessment.checks.compactMap(Finding.init)
        findings += lanes.flatMap(\.findings)
        if let deviation = assessment.deviation {
            if deviation >= route.parameters.parity.target {
                findings.append(
                    Self.judge(deviation, route.parameters.parity.target, sustained)
                )
            }
        } else if findings.isEmpty {
            findings.append(Finding(.unknown, "its prices are not known"))
        }
        status = findings.reduce(.inParity) { $0.worse($1.status) }
        let worst = status
        reasons =
            findings.filter { $0.status == worst }.map(\.text)
            + findings.filter { $0.status != worst }.map(\.text)
    }

    private static func judge(
        _ deviation: BasisPoints,
        _ target: BasisPoints,
        _ sustained: Sustained
    ) -> Finding {
        let text = "the deviation is \(deviation), the target \(target)"
        switch sustained {
        case .noHistory: return Finding(.outOfParity, text + ", not sustained: no history")
        case .blocks(let stood, let needed) where stood >= needed:
            return Finding(.outOfParity, text + ", for \(stood) block ends in a row")
        case .blocks(let stood, let needed):
            return Finding(.inParity, text + ", not sustained: \(stood) of \(needed) block ends")
        }
    }

    struct Finding {
        let status: CheckStatus
        let text: String

        init(_ status: CheckStatus, _ text: String) {
            self.status = status
            self.text = text
        }

        /// What a failing check says of health, and not of whether a trade would be made.
        init?(_ check: Check) {
            guard !check.passes else { return nil }
            let text =
                "\(check.title): \(check.left), not \(check.relation.rawValue) \(check.right)"
            switch check.rule {
            case .running: self.init(.breach, "it is halted")
            case .headAge, .skew:
                if case .unknown = check.left {
                    self.init(.unknown, "\(check.subject): no block that endpoints agree on")
                } else {
                    self.init(.breach, text)
                }
            case .agreement: self.init(.unknown, text)
            case .unpaused:
                if case .unknown = check.left {
                    self.init(.unknown, text)
                } else {
                    self.init(.breach, text)
                }
            case .poolKnown:
                if case .unknown(.quarantined) = check.left {
                    self.init(.breach, text)
                } else {
                    self.init(.unknown, text)
                }
            case .referencePrice, .nativePrice: self.init(.unknown, text)
            default: return nil
            }
        }
    }
}
