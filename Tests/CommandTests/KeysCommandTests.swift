import Foundation
import TestSupport
import Testing

@Suite struct KeysCommandTests {
    /// A folder of its own for each test, gone afterwards.
    private final class Folder {
        let path: String

        init() throws {
            path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
            let file = path + "/" + name
            try text.write(toFile: file, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
            return file
        }
    }

    /// The well-known key of EIP-155's example.
    private let key = String(repeating: "46", count: 32)
    private let address = "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"

    private func imported(_ folder: Folder) throws -> (file: String, password: String) {
        let password = try folder.write("password", "correct horse\n")
        let keys = folder.path + "/keys"
        let program = try Program.run(
            ["keys", "import", "--light", "--directory", keys, "--password-file", password],
            input: "0x\(key)\n"
        )
        #expect(program.exitCode == 0, "\(program.complaint)")
        let file = keys + "/" + address.lowercased() + ".json"
        #expect(program.output == "\(address)  \(file)\n")
        return (file, password)
    }

    @Test func `an imported key is listed, named and opened`() throws {
        let folder = try Folder()
        let (file, password) = try imported(folder)
        let list = try Program.run(["keys", "list", "--directory", folder.path + "/keys"])
        #expect(list.output == "\(address)  \(file)\n")
        let json = try Program.run(["keys", "list", "--json", "--directory", folder.path + "/keys"])
        #expect(json.output == "{\"keys\":[{\"address\":\"\(address)\",\"file\":\"\(file)\"}]}\n")
        let named = try Program.run(["keys", "address", file])
        #expect(named.output == address + "\n")
        let verified = try Program.run(
            ["keys", "address", file, "--verify", "--password-file", password, "--json"]
        )
        #expect(verified.output == "{\"address\":\"\(address)\"}\n")
    }

    @Test func `only the owner may read a key, and its folder`() throws {
        let folder = try Folder()
        let (file, _) = try imported(folder)
        for (path, mode) in [(file, 0o600), (folder.path + "/keys", 0o700)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode)
        }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(!text.contains(key))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/keys")
        #expect(names.count == 1)
    }

    @Test func `a new key is another one every time, in the default place`() throws {
        let folder = try Folder()
        let password = try folder.write("password", "x")
        let environment = ["HOME": folder.path]
        let arguments = ["keys", "new", "--light", "--password-file", password]
        let first = try Program.run(arguments, environment: environment)
        let second = try Program.run(arguments, environment: environment)
        #expect(first.exitCode == 0 && second.exitCode == 0)
        #expect(first.output != second.output)
        #expect(first.output.contains("\(folder.path)/.local/share/cantilever/keys/0x"))
        let elsewhere = ["HOME": folder.path, "XDG_DATA_HOME": folder.path + "/data"]
        let third = try Program.run(arguments, environment: elsewhere)
        #expect(third.output.contains("\(folder.path)/data/cantilever/keys/0x"))
    }

    @Test func `a keystore of another wallet is imported with its own password`() throws {
        let folder = try Folder()
        let (file, password) = try imported(folder)
        let copy = folder.path + "/copy"
        let program = try Program.run(
            ["keys", "import", file, "--light", "--directory", copy, "--password-file", password]
        )
        #expect(program.exitCode == 0, "\(program.complaint)")
        #expect(program.output.hasPrefix(address))
    }

    @Test func `a key is not replaced`() throws {
        let folder = try Folder()
        let (file, password) = try imported(folder)
        let before = try String(contentsOfFile: file, encoding: .utf8)
        let again = try Program.run(
            [
                "keys", "import", "--light", "--directory", folder.path + "/keys",
                "--password-file",
                password,
            ],
            input: key
        )
        #expect(again.exitCode == 65)
        #expect(again.complaint.contains("exists already and is not replaced"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == before)
    }

    @Test func `a wrong password, open permissions and missing files are told apart`() throws {
        let folder = try Folder()
        let (file, password) = try imported(folder)
        let wrong = try folder.write("wrong", "wrong horse\n")
        let verify = { (path: String, password: String) in
            try Program.run(["keys", "address", path, "--verify", "--password-file", password])
        }
        let refused = try verify(file, wrong)
        #expect(refused.exitCode == 77)
        #expect(refused.complaint.contains("the password is wrong, or the file was changed"))
        let missing = try verify(folder.path + "/nothing.json", password)
        #expect(missing.exitCode == 66)
        let open = try folder.write("open", "correct horse\n", mode: 0o644)
        let readable = try verify(file, open)
        #expect(readable.exitCode == 77)
        #expect(readable.complaint.contains("chmod 600 \(open)"))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        let exposed = try verify(file, password)
        #expect(exposed.exitCode == 77)
        let garbage = try folder.write("garbage.json", "{\"version\":3")
        let malformed = try verify(garbage, password)
        #expect(malformed.exitCode == 65)
        #expect(malformed.complaint.contains("is not JSON: it ends at byte 12"))
        let foreign = try folder.write("foreign.json", "{\"version\":3}")
        #expect(try verify(foreign, password).complaint.contains("'crypto' is missing or wrong"))
    }

    @Test(
        arguments: [
            ("", 65, "a private key has 64 hexadecimal digits, not 0"),
            ("46", 65, "a private key has 64 hexadecimal digits, not 2"),
            (String(repeating: "0", count: 64), 65, "these 32 bytes are no key"),
            (String(repeating: "f", count: 64), 65, "these 32 bytes are no key"),
            (String(repeating: "4", count: 63) + "g", 65, "digit 64 of the key is not hexadecimal"),
            (String(repeating: "4", count: 500), 65, "standard input: longer than 128 bytes"),
        ] as [(String, Int32, String)]
    )
    func `what is no key is refused and nothing is written`(
        input: String,
        exitCode: Int32,
        complaint: String
    ) throws {
        let folder = try Folder()
        let password = try folder.write("password", "x")
        let program = try Program.run(
            [
                "keys", "import", "--light", "--directory", folder.path + "/keys",
                "--password-file",
                password,
            ],
            input: input
        )
        #expect(program.exitCode == exitCode)
        #expect(program.complaint.contains(complaint))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/keys"))
    }

    @Test func `a key on the command line is refused`() throws {
        let program = try Program.run(["keys", "import", key])
        #expect(program.exitCode == 64)
        #expect(program.complaint.contains("consider it lost"))
        #expect(!program.complaint.contains(key))
    }

    @Test func `a password typed on a terminal is not shown`() throws {
        let folder = try Folder()
        let shown = try OnTerminal.run(
            ["keys", "new", "--light", "--directory", folder.path + "/keys"],
            typing: ["open sesame", "open sesame"]
        )
        #expect(shown.contains("New password:"))
        #expect(shown.contains("The same again:"))
        #expect(shown.contains("  \(folder.path)/keys/0x"))
        #expect(!shown.contains("sesame"))
        let differing = try OnTerminal.run(
            ["keys", "new", "--light", "--directory", folder.path + "/other"],
            typing: ["open sesame", "open barley"]
        )
        #expect(differing.contains("the two passwords differ; nothing was written"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/other"))
    }
}
