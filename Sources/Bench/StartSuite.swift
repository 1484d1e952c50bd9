import Glibc

/// From nothing to a command's last byte, beside a program that does nothing.
///
/// What a start costs is the loader's: how many libraries there are and how much in them is bound. A person
/// waits for it on the clock, at most 30 ms where nothing else runs; what is held to is processor time.
enum StartSuite {
    private static let goal = 40.0
    private static let nothing = "/bin/true"

    static func comparisons() -> [Comparison] {
        guard let program = beside(), unsafe access(program, X_OK) == 0 else {
            print("starts: build the product first, 'swift build -c release --product cantilever'")
            return []
        }
        return [["--version"], ["check", "--help"], ["explain", "--help"]].map { words in
            Comparison(
                what: "start of '\(words.joined(separator: " "))'",
                limitName: nothing,
                goal: goal,
                ours: { count in for _ in 0..<count { run([program] + words) } },
                limit: { count in for _ in 0..<count { run([nothing]) } },
                timing: .children(rounds: 101)
            )
        }
    }

    /// The product in the folder of this program.
    private static func beside() -> String? {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = unsafe readlink("/proc/self/exe", &path, path.count - 1)
        guard count > 0 else { return nil }
        let bytes = path.prefix(count).map { UInt8(bitPattern: $0) }
        guard let slash = bytes.lastIndex(of: 0x2F) else { return nil }
        return String(decoding: bytes[...slash], as: UTF8.self) + "cantilever"
    }

    private static func run(_ words: [String]) {
        var files = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&files)
        unsafe posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        defer { unsafe posix_spawn_file_actions_destroy(&files) }
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
        unsafe arguments.append(nil)
        defer { for index in words.indices { unsafe free(arguments[index]) } }
        var child: pid_t = 0
        var status: Int32 = 0
        let failure = unsafe posix_spawn(&child, words[0], &files, nil, &arguments, environ)
        precondition(failure == 0, "'\(words[0])' does not start")
        while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
        precondition(status == 0, "'\(words[0])' fails")
    }
}
