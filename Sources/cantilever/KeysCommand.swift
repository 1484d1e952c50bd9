import Ethereum
import Glibc
import Vocabulary

/// `cantilever keys`: the bot's own keys, which hold gas and nothing else.
enum KeysCommand: Command {
    static let name = "keys"
    static let summary = "make, import and list the bot's encrypted keys"
    static let help = """
        Make, import and list encrypted private keys.

        Usage: cantilever keys new     [--directory DIR] [--password-file FILE]
               cantilever keys import  [KEYSTORE] [--directory DIR] [--password-file FILE]
               cantilever keys address KEYSTORE [--verify] [--password-file FILE] [--json]
               cantilever keys list    [--directory DIR] [--json]

          new      a key from the kernel's randomness
          import   a keystore file of another wallet, or a key as 64 hexadecimal digits from
                   standard input; asked for on a terminal, and not shown
          address  whose key a file is said to hold; with --verify, opens it to be sure
          list     every key in the directory

          --directory DIR       where keys are kept; without it $XDG_DATA_HOME/cantilever/keys,
                                or ~/.local/share/cantilever/keys
          --password-file FILE  the password is the file's first line; nobody else may read the file
          --light               for 'new' and 'import': cheap to open, for throwaway keys only
          --json                one JSON object

        A key is never taken from the command line, where every user of the machine could read it.
        Keystore files are of the kind all Ethereum wallets read (version 3, scrypt), readable by
        their owner alone.

        Exit codes: 0 done, 64 usage, 65 the file or key is wrong, 66 no such file,
        69 no terminal or locked memory, 77 wrong password or a file that others may read.

        Examples:
          cantilever keys new
          cantilever keys import < key.txt
          cantilever keys address --verify ~/.local/share/cantilever/keys/0x9d8a….json
          cantilever keys list --json
        """

    static func run(_ arguments: [String]) throws(Failure) {
        let words = ["new", "import", "address", "list"]
        guard let word = arguments.first else {
            throw Failure(.usage, "say what to do: keys \(words.joined(separator: "|"))")
        }
        try HexadecimalKey.refuse(in: arguments)
        let rest = Array(arguments.dropFirst())
        switch word {
        case "new": try new(rest)
        case "import": try importKey(rest)
        case "address": try address(rest)
        case "list": try list(rest)
        default: throw Failure(.usage, Suggestion.unknown("word", word, among: words))
        }
    }

    private static let directoryOption = "--directory"

    private static func new(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            flags: ["--light"],
            options: [directoryOption, PasswordPrompt.option]
        )
        try arguments.refuse(after: 0)
        _ = CoreDumps.forbid()
        let key: SecretKey
        do throws(SecretKeyError) {
            key = try SecretKey.generate()
        } catch {
            throw KeystoreFailure.explained(error)
        }
        try store(key, try PasswordPrompt.new(arguments), arguments)
    }

    private static func importKey(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            flags: ["--light"],
            options: [directoryOption, PasswordPrompt.option]
        )
        try arguments.refuse(after: 1)
        _ = CoreDumps.forbid()
        guard let path = arguments.rest.first else {
            let key = try HexadecimalKey.read()
            try store(key, try PasswordPrompt.new(arguments), arguments)
            return
        }
        let password = try PasswordPrompt.existing(arguments)
        let key = try open(try keystore(at: path), password, path: path)
        try store(key, password, arguments)
    }

    private static func address(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            flags: ["--verify", "--json"],
            options: [PasswordPrompt.option]
        )
        guard let path = arguments.rest.first else { throw Failure(.usage, "name a keystore file") }
        try arguments.refuse(after: 1)
        let keystore = try keystore(at: path)
        var address = keystore.address
        if arguments.has("--verify") || address == nil {
            _ = CoreDumps.forbid()
            let password = try PasswordPrompt.existing(arguments)
            let key = try open(keystore, password, path: path)
            address = key.address
        }
        guard let address else { return }
        Terminal.say(
            arguments.has("--json")
                ? JSONValue.object([JSONMember("address", .string(address.checksummed))])
                    .description
                : address.checksummed
        )
    }

    private static func list(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, flags: ["--json"], options: [directoryOption])
        try arguments.refuse(after: 0)
        let folder = try directory(arguments)
        var keys: [(address: String, path: String)] = []
        var failures: [Failure] = []
        for name in try names(in: folder, isChosen: arguments[directoryOption] != nil) {
            let path = folder + "/" + name
            do throws(Failure) {
                let keystore = try keystore(at: path)
                keys.append((keystore.address?.checksummed ?? "(not named in the file)", path))
            } catch {
                failures.append(error)
            }
        }
        show(keys, in: folder, isJSON: arguments.has("--json"))
        // What can be read is shown first; the exit code tells that it was not all.
        for failure in failures.dropLast() { Terminal.complain("cantilever: \(failure.message)") }
        if let last = failures.last { throw last }
    }

    /// What may be a keystore: our own names, and those that other wallets give.
    private static func names(in folder: String, isChosen: Bool) throws(Failure) -> [String] {
        do throws(Failure) {
            return try Files.names(in: folder).filter {
                $0.hasSuffix(".json") || $0.hasPrefix("UTC--")
            }
        } catch {
            // The user's own folder is made with the first key.
            guard error.exitCode == .noInput, !isChosen else { throw error }
            return []
        }
    }

    private static func show(
        _ keys: [(address: String, path: String)],
        in folder: String,
        isJSON: Bool
    ) {
        if isJSON {
            let list = keys.map { key in
                JSONValue.object([
                    JSONMember("address", .string(key.address)),
                    JSONMember("file", .string(key.path)),
                ])
            }
            Terminal.say(JSONValue.object([JSONMember("keys", .array(list))]).description)
        } else if keys.isEmpty {
            Terminal.say("no keys in \(folder); 'cantilever keys new' makes one")
        } else {
            for key in keys { Terminal.say("\(key.address)  \(key.path)") }
        }
    }

    private static func keystore(at path: String) throws(Failure) -> Keystore {
        let bytes = try Files.readPrivate(path)
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw Failure(.badData, "\(path): is not JSON: \(JSONExplanation.words(for: error))")
        }
        do throws(KeystoreError) {
            return try Keystore(document)
        } catch {
            throw KeystoreFailure.explained(error, path: path)
        }
    }

    private static func open(
        _ keystore: Keystore,
        _ password: borrowing Password,
        path: String
    ) throws(Failure) -> SecretKey {
        do throws(KeystoreError) {
            return try keystore.decrypt(password)
        } catch {
            throw KeystoreFailure.explained(error, path: path)
        }
    }

    private static func store(
        _ key: borrowing SecretKey,
        _ password: borrowing Password,
        _ arguments: Arguments
    ) throws(Failure) {
        let folder = try directory(arguments)
        let address = key.address
        let path = folder + "/" + Hexadecimal.text(of: address.bytes) + ".json"
        let keystore: Keystore
        do throws(KeystoreError) {
            keystore = try Keystore(
                encrypting: key,
                password: password,
                strength: arguments.has("--light") ? .light : .standard
            )
        } catch {
            throw KeystoreFailure.explained(error, path: path)
        }
        try Files.makeFolder(folder)
        try Files.createPrivate(path, Array(keystore.document.indented.utf8))
        Terminal.say("\(address.checksummed)  \(path)")
    }

    private static func directory(_ arguments: Arguments) throws(Failure) -> String {
        if let folder = arguments[directoryOption] { return folder }
        if let data = Environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            return data + "/cantilever/keys"
        }
        guard let home = Environment["HOME"], !home.isEmpty else {
            throw Failure(.usage, "HOME is not set; say where keys are with \(directoryOption)")
        }
        return home + "/.local/share/cantilever/keys"
    }
}
