import Simulation
import Vocabulary

/// What `simulate` was asked for.
struct SimulateWish {
    var first: SimulatedOrder
    let runs: UInt64
    let jobs: Int
    let hours: String
    var faults: String

    static let mostRuns: UInt64 = 100_000
    static let mostJobs: UInt64 = 64

    init(_ arguments: Arguments) throws(Failure) {
        var order = SimulatedOrder()
        order.seed = try Self.number(arguments, "--seed", 1, 0...UInt64.max)
        let isReport = arguments.has("--targets")
        hours = arguments["--hours"] ?? (isReport ? "24" : "1")
        order.lasting = try Self.hours(hours)
        order.flow = try Self.flow(arguments["--flow"] ?? "1x")
        order.isOneWay = arguments.has("--one-way")
        order.hasTroublemakers = arguments.has("--trouble")
        order.poolsEach = Int(clamping: try Self.number(arguments, "--pools", 1, 1...8))
        faults = arguments["--faults"] ?? "none"
        order.faults = try Self.faults(faults)
        first = order
        runs = try Self.number(arguments, "--runs", isReport ? 20 : 1, 1...Self.mostRuns)
        jobs = try Self.jobs(arguments)
    }

    static func jobs(_ arguments: Arguments) throws(Failure) -> Int {
        Int(clamping: try number(arguments, "--jobs", 1, 1...mostJobs))
    }

    var orders: [SimulatedOrder] {
        (0..<runs).map { index in
            var order = first
            order.seed = first.seed &+ index
            return order
        }
    }

    /// The words that run one of the runs again.
    func command(_ seed: UInt64) -> String {
        var words = ["cantilever simulate --seed \(seed) --hours \(hours)"]
        if first.flow != 1 { words.append("--flow \(first.flow)x") }
        if first.isOneWay { words.append("--one-way") }
        if first.hasTroublemakers { words.append("--trouble") }
        if first.poolsEach != 1 { words.append("--pools \(first.poolsEach)") }
        if faults != "none" { words.append("--faults \(faults)") }
        return words.joined(separator: " ")
    }

    private static func number(
        _ arguments: Arguments,
        _ option: String,
        _ usual: UInt64,
        _ range: ClosedRange<UInt64>
    ) throws(Failure) -> UInt64 {
        guard let text = arguments[option] else { return usual }
        guard let number = UInt64(text), range.contains(number) else {
            throw Failure(
                .usage,
                "'\(option)' takes a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound), not '\(text)'"
            )
        }
        return number
    }

    private static func hours(_ text: String) throws(Failure) -> Interval {
        guard let lasting = try? Interval("\(text) h"), lasting.milliseconds > 0,
            lasting.milliseconds <= 8_784 * 3_600_000
        else {
            throw Failure(.usage, "'--hours' takes hours, at most a year of them, not '\(text)'")
        }
        return lasting
    }

    private static func flow(_ text: String) throws(Failure) -> UInt64 {
        let digits = text.hasSuffix("x") ? String(text.dropLast()) : text
        guard let flow = UInt64(digits), (1...100).contains(flow) else {
            throw Failure(.usage, "'--flow' takes 1x to 100x, not '\(text)'")
        }
        return flow
    }

    private static func faults(_ text: String) throws(Failure) -> FaultPlan {
        if let preset = FaultPreset(rawValue: text) { return preset.plan }
        let bytes = try Files.read(text)
        guard let script = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.badData, "\(text): not UTF-8")
        }
        do throws(FaultScriptError) {
            return try FaultPlan(script: script)
        } catch {
            throw Failure(.badData, "\(text): \(error.description)")
        }
    }
}
