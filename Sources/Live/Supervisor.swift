import Glibc
public import Vocabulary

/// Whoever runs this process as a service and waits for word of it: systemd's protocol, one datagram a word.
///
/// ```text
/// starting --- ready ---> working --- stopping ---> (gone)
///                          ^   \ reloading
///                          +---/ ready
/// ```
///
/// 1. Nothing here waits. Word that can't be taken now is left out; the next one tells more.
/// 2. That the process is alive is told only when it has done its work, and no more often than is of use.
public final class Supervisor {
    private let descriptor: Int32
    private let address: sockaddr_un
    private let length: socklen_t
    /// Without word that it is alive for so long it is ended; `nil` where nobody waits for that.
    public let patience: Interval?
    private var lastAlive: SteadyTime?
    private var status: (text: String, at: SteadyTime)?

    /// What the service manager says in the environment, and nobody else should take for meant for him.
    public static let variables = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]

    /// So much is told in less than one patience, that one word which is lost does no harm.
    private static let wordsInPatience: UInt64 = 4
    private static let pace = Interval(milliseconds: 1_000)
    private static let longestStatus = 1_000

    /// Why there is nobody to tell, though there should be.
    public enum Unreachable: Error, Hashable, Sendable {
        /// What was named is no path, and no name of a socket.
        case badAddress
        case noSocket(errorNumber: Int32)
    }

    /// `variable` answers a variable of the environment. `nil` where nobody waits for word.
    public static func named(
        in variable: (String) -> String?
    ) throws(Unreachable) -> Supervisor? {
        guard let name = variable("NOTIFY_SOCKET"), !name.isEmpty else { return nil }
        let isOther = variable("WATCHDOG_PID").map { Int32($0) != getpid() } ?? false
        let patience = variable("WATCHDOG_USEC").flatMap { UInt64($0) }.map { $0 / 1_000 }
        return try Supervisor(
            at: name,
            patience: isOther ? nil : patience.flatMap { $0 > 0 ? Interval(milliseconds: $0) : nil }
        )
    }

    init(at name: String, patience: Interval?) throws(Unreachable) {
        guard let (address, length) = Self.address(name) else { throw .badAddress }
        let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw .noSocket(errorNumber: errno) }
        (self.descriptor, self.address, self.length) = (descriptor, address, length)
        self.patience = patience
    }

    deinit { close(descriptor) }

    // MARK: words

    /// It does what it is there for, for the first time or again.
    public func ready(_ text: String) { tell("READY=1\n" + told(text)) }

    /// It reads again what it is to do; `ready` ends that.
    public func reloading() {
        let now = SteadyTime.now.nanoseconds / 1_000
        tell("RELOADING=1\nMONOTONIC_USEC=\(now)")
    }

    public func stopping() { tell("STOPPING=1\n" + told("stopping")) }

    /// Another look at everything has ended: the text is what people are shown.
    public func looked(isAccounted: Bool, _ text: String, at now: SteadyTime = .now) {
        if status.map({ $0.text != text && $0.at.elapsed(at: now) >= Self.pace }) ?? true {
            tell(told(text, at: now))
        }
        guard let patience, isAccounted else { return }
        let pause = Interval(milliseconds: patience.milliseconds / Self.wordsInPatience)
        guard lastAlive.map({ $0.elapsed(at: now) >= pause }) ?? true else { return }
        // Word that was not taken is tried again at the next look.
        if tell("WATCHDOG=1") { lastAlive = now }
    }

    private func told(_ text: String, at now: SteadyTime = .now) -> String {
        status = (text, now)
        let line = String(text.map { $0.isNewline ? " " : $0 })
        return "STATUS=" + line.prefix(Self.longestStatus)
    }

    @discardableResult
    private func tell(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
        let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
        let sent = unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                unsafe sendto(descriptor, bytes, bytes.count, flags, general, length)
            }
        }
        return sent == bytes.count
    }

    /// A path, or behind an `@` the name of a socket that no file system knows.
    private static func address(_ name: String) -> (sockaddr_un, socklen_t)? {
        var bytes = Array(name.utf8)
        var address = sockaddr_un()
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard (2..<room).contains(bytes.count), bytes[0] == 0x2F || bytes[0] == 0x40 else {
            return nil
        }
        let isAbstract = bytes[0] == 0x40
        if isAbstract { bytes[0] = 0 }
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
            unsafe path.copyBytes(from: bytes)
        }
        let length = MemoryLayout<sa_family_t>.size + bytes.count + (isAbstract ? 0 : 1)
        return (address, socklen_t(length))
    }
}
