import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Live

/// Word for the service manager, over a socket as systemd has it.
struct SupervisorTests {
    private func at(_ milliseconds: UInt64) -> SteadyTime {
        SteadyTime(nanoseconds: milliseconds * 1_000_000)
    }

    @Test(arguments: [false, true])
    func `each word is a datagram, to a path and to a name alike`(isAbstract: Bool) throws {
        let socket = try ServiceSocket(isAbstract: isAbstract)
        let supervisor = try Supervisor(at: socket.name, patience: nil)
        supervisor.ready("one\ntwo")
        supervisor.reloading()
        supervisor.stopping()
        let words = socket.heard()
        #expect(words.count == 3)
        #expect(words.first == "READY=1\nSTATUS=one two")
        #expect(words[1].hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        #expect(UInt64(words[1].split(separator: "=").last ?? "") != nil)
        #expect(words[2] == "STOPPING=1\nSTATUS=stopping")
    }

    @Test func `it is alive only where work was done, and says so four times a patience`() throws {
        let socket = try ServiceSocket()
        let patience = Interval(milliseconds: 4_000)
        let supervisor = try Supervisor(at: socket.name, patience: patience)
        for time in stride(from: 10_000, to: 14_000, by: 250) as StrideTo<UInt64> {
            supervisor.looked(isAccounted: true, "well", at: at(time))
        }
        #expect(socket.heard().count { $0 == "WATCHDOG=1" } == 4)
        // Blind, and nobody was told why.
        for time in stride(from: 14_000, to: 20_000, by: 250) as StrideTo<UInt64> {
            supervisor.looked(isAccounted: false, "well", at: at(time))
        }
        #expect(socket.heard().count { $0 == "WATCHDOG=1" } == 4)
        supervisor.looked(isAccounted: true, "well", at: at(20_000))
        #expect(socket.heard().count { $0 == "WATCHDOG=1" } == 5)
    }

    @Test func `how it stands is told when it changes, and no more than once a second`() throws {
        let socket = try ServiceSocket()
        let supervisor = try Supervisor(at: socket.name, patience: nil)
        for (time, text) in [
            (1_000, "a"), (1_250, "b"), (1_500, "c"), (2_000, "c"), (4_000, "c"), (5_000, "d"),
        ] as [(UInt64, String)] {
            supervisor.looked(isAccounted: true, text, at: at(time))
        }
        #expect(socket.heard() == ["STATUS=a", "STATUS=c", "STATUS=d"])
    }

    @Test func `word that nobody takes holds up nothing, and is said again`() throws {
        var socket: ServiceSocket? = try ServiceSocket()
        let supervisor = try Supervisor(
            at: try #require(socket).name,
            patience: Interval(milliseconds: 400)
        )
        // More than a socket holds.
        for time in 0..<2_000 as Range<UInt64> {
            supervisor.looked(isAccounted: true, "\(time)", at: at(1_000 + time * 1_000))
        }
        let full = try #require(socket).heard().count
        #expect(full > 0 && full < 2_000)
        supervisor.looked(isAccounted: true, "x", at: at(9_000_000))
        #expect(try #require(socket).heard().count == full + 2)
        socket = nil
        supervisor.looked(isAccounted: true, "y", at: at(9_500_000))
    }

    @Test func `the environment says whom to tell, and whether he waits`() throws {
        func named(_ variables: [String: String]) throws -> Supervisor? {
            try Supervisor.named { variables[$0] }
        }
        #expect(try named([:]) == nil)
        #expect(try named(["NOTIFY_SOCKET": ""]) == nil)
        let socket = "/run/systemd/notify"
        #expect(try named(["NOTIFY_SOCKET": socket])?.patience == nil)
        func patience(_ process: String?, _ time: String = "60000000") throws -> Interval? {
            var variables = ["NOTIFY_SOCKET": socket, "WATCHDOG_USEC": time]
            variables["WATCHDOG_PID"] = process
            return try named(variables)?.patience
        }
        #expect(try patience(nil) == Interval(milliseconds: 60_000))
        #expect(try patience("\(getpid())") == Interval(milliseconds: 60_000))
        #expect(try patience("1") == nil)
        #expect(try patience(nil, "none") == nil && patience(nil, "0") == nil)
        for bad in ["relative", "/", "vsock:2:1", "/" + String(repeating: "x", count: 200)] {
            #expect(throws: Supervisor.Unreachable.badAddress) {
                try named(["NOTIFY_SOCKET": bad])
            }
        }
    }
}
