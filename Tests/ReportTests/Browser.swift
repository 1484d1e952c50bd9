import Foundation
import Testing

/// A headless Chromium that opens one page from a file, and what came of it.
struct Browser {
    let document: String
    /// What the page said to the console, or did not survive.
    let complaints: [String]
    /// Everything that was asked of a network, by address.
    let requests: [String]

    init(opening html: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (page, log) = (folder.appending(path: "page.html"), folder.appending(path: "net.json"))
        let (output, errors) = (folder.appending(path: "out"), folder.appending(path: "err"))
        try html.write(to: page, atomically: true, encoding: .utf8)
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/chromium-headless-shell")
        // The page is our own, and root has no sandbox.
        process.arguments = [
            "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--user-data-dir=\(folder.path)/profile",
            "--enable-logging=stderr", "--log-net-log=\(log.path)", "--virtual-time-budget=2000",
            "--dump-dom", page.absoluteString,
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        document = try String(contentsOf: output, encoding: .utf8)
        complaints = try String(contentsOf: errors, encoding: .utf8)
            .split(separator: "\n").map(String.init).filter { $0.contains("CONSOLE") }
        let net = try String(contentsOf: log, encoding: .utf8)
        requests = net.ranges(of: "\"url\":\"").map { range in
            String(net[range.upperBound...].prefix { $0 != "\"" })
        }.filter { !$0.hasPrefix("file:") && !$0.hasPrefix("data:") }
    }
}
