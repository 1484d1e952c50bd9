import Foundation

/// Whether there are hours for it: what takes longer than the tests of every change should.
enum Soak {
    static var isOn: Bool { ProcessInfo.processInfo.environment["CANTILEVER_SOAK"] != nil }

    /// So many in every change's tests, and so many times as many in a soak.
    static func count(_ usual: Int, times factor: Int = 10) -> Int {
        isOn ? usual * factor : usual
    }
}
