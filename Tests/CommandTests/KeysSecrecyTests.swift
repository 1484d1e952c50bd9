import Foundation
import TestSupport
import Testing

/// What `cantilever keys` must not say, take or leave behind.
@Suite struct KeysSecrecyTests: ~Copyable {
    private let folder: String
    private let digits = String(repeating: "46", count: 32)

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let path = folder + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    private func keys(_ arguments: String..., input: String = "") throws -> Program {
        try Program.run(["keys"] + arguments, input: input, environment: ["HOME": folder])
    }

    @Test func `a secret on the command line is refused and never repeated`() throws {
        for arguments in [
            ["import", digits], ["import", "0x" + digits], ["import", "a", digits], [digits],
            ["new", digits], ["list", digits], ["address", digits], ["address", "a", digits],
            ["new", "--password", digits], ["new", "--password=\(digits)"],
            ["import", "--private-key=\(digits)"], ["import", "--key", digits],
        ] {
            let program = try Program.run(["keys"] + arguments)
            #expect(program.exitCode == 64, "\(arguments)")
            #expect(program.complaint.contains("every user of this machine"), "\(arguments)")
            #expect(!program.complaint.contains("4646"), "\(arguments)")
            #expect(program.output.isEmpty)
        }
    }

    @Test func `a new key is not closed under an empty password`() throws {
        let empty = try write("\n", to: "empty")
        for program in [
            try keys("new", "--light", "--password-file", empty),
            try keys("import", "--light", "--password-file", empty, input: digits),
        ] {
            #expect(program.exitCode == 65 && program.complaint.contains("empty"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder + "/.local"))
    }

    @Test func `a folder that others may write to is refused`() throws {
        let password = try write("p", to: "password")
        let shared = folder + "/shared"
        try FileManager.default.createDirectory(
            atPath: shared,
            withIntermediateDirectories: false
        )
        for mode in [0o777, 0o770, 0o702] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: shared)
            let refused = try keys(
                "new",
                "--light",
                "--directory",
                shared,
                "--password-file",
                password
            )
            #expect(refused.exitCode == 77 && refused.complaint.contains("chmod 700 \(shared)"))
        }
    }

    @Test func `a key from a file that others may read is refused`() throws {
        let password = try write("p", to: "password")
        let file = try write(digits, to: "key", mode: 0o644)
        let program = Program.folder.appending(path: "cantilever").path
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["keys", "import", "--light", "--password-file", password]
        process.environment = ["HOME": folder]
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: file))
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 77)
    }

    @Test func `a list shows what it can and fails for what it cannot`() throws {
        #expect(try keys("list").exitCode == 0)
        #expect(try keys("list", "--json").output == "{\"keys\":[]}\n")
        #expect(try keys("list", "--directory", folder + "/none").exitCode == 66)
        let password = try write("p", to: "password")
        _ = try keys("import", "--light", "--password-file", password, input: digits)
        let held = folder + "/.local/share/cantilever/keys"
        let file = held + "/0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f.json"
        // As geth names its files.
        let foreign = held + "/UTC--2026-01-02T03-04-05.000000000Z--9d8a"
        try FileManager.default.copyItem(atPath: file, toPath: foreign)
        #expect(try keys("list").output.split(separator: "\n").count == 2)
        try Data("{\"version\":3".utf8).write(to: URL(filePath: held + "/0damaged.json"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600],
            ofItemAtPath: held + "/0damaged.json"
        )
        let damaged = try keys("list")
        #expect(damaged.exitCode == 65 && damaged.complaint.contains("0damaged.json"))
        #expect(damaged.output.split(separator: "\n").count == 2)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: foreign)
        let shared = try keys("list")
        #expect(shared.complaint.contains("chmod 600 \(foreign)"))
        #expect(shared.complaint.contains("0damaged.json"))
        #expect(shared.output.split(separator: "\n").count == 1)
    }

    @Test func `a question cancelled leaves the terminal as it was`() throws {
        let program = Program.folder.appending(path: "cantilever").path
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/script")
        process.arguments = [
            "--quiet", "--command", "\(program) keys new --light; stty -a; echo end", "/dev/null",
        ]
        process.environment = ["HOME": folder, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"]
        let (keyboard, screen) = (Pipe(), Pipe())
        process.standardInput = keyboard
        process.standardOutput = screen
        try process.run()
        var shown = ""
        for (awaited, typed) in [("New password: ", "fis\u{03}"), ("end", "")] {
            while !shown.contains(awaited) {
                let part = screen.fileHandleForReading.availableData
                guard !part.isEmpty else { break }
                shown += String(decoding: part, as: UTF8.self)
            }
            try keyboard.fileHandleForWriting.write(contentsOf: Data(typed.utf8))
        }
        try keyboard.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(shown.contains(" echo ") && !shown.contains("-echo "), "\(shown)")
        #expect(shown.contains("cancelled") && !shown.contains("fis"))
        #expect(!FileManager.default.fileExists(atPath: folder + "/.local"))
    }
}
