import Foundation
import Synchronization

@testable import Journal

/// The kernel with a fault: the nth call from now on is refused, alone or with all behind it.
///
/// A refused call does nothing, but for closing, which Linux does whatever it answers.
final class FailingKernel: Sendable {
    /// What happens at the nth call.
    enum Fault: CaseIterable {
        /// It is refused once.
        case once
        /// It is refused, and so is every later one.
        case lasting
        /// A signal comes first: to be called again.
        case interrupted
        /// From the nth call on every read and write moves one byte.
        case sparing
    }

    private struct State {
        var call = 0
        var failAt = 0
        var failures = 0
        var opened = 0
        var closed = 0
    }

    static let number = EIO
    private let fault: Fault
    private let state = Mutex(State())

    init(_ fault: Fault, at call: Int) {
        self.fault = fault
        state.withLock { $0.failAt = call }
    }

    /// How many calls did not do what was asked.
    var failures: Int { state.withLock { $0.failures } }
    /// How many descriptors were opened and not closed.
    var left: Int { state.withLock { $0.opened - $0.closed } }

    /// Whether this call is spared; throws if it is refused.
    @discardableResult
    private func take(isTransfer: Bool = false) throws(SystemCalls.Refusal) -> Bool {
        let isHit = state.withLock { state in
            state.call += 1
            let isHit =
                switch fault {
                case .once, .interrupted: state.call == state.failAt
                case .lasting: state.call >= state.failAt
                case .sparing: isTransfer && state.call >= state.failAt
                }
            state.failures += isHit ? 1 : 0
            return isHit
        }
        guard isHit else { return false }
        switch fault {
        case .once, .lasting: throw SystemCalls.Refusal(number: Self.number)
        case .interrupted: throw SystemCalls.Refusal(number: EINTR)
        case .sparing: return true
        }
    }

    var calls: SystemCalls {
        let kernel = SystemCalls.kernel
        return SystemCalls(
            open: { path, flags throws(SystemCalls.Refusal) in
                try self.take()
                let descriptor = try kernel.open(path, flags)
                self.state.withLock { $0.opened += 1 }
                return descriptor
            },
            close: { descriptor throws(SystemCalls.Refusal) in
                try kernel.close(descriptor)
                self.state.withLock { $0.closed += 1 }
                try self.take()
            },
            lock: { descriptor throws(SystemCalls.Refusal) in
                try self.take()
                try kernel.lock(descriptor)
            },
            unlock: { descriptor throws(SystemCalls.Refusal) in
                try self.take()
                try kernel.unlock(descriptor)
            },
            read: { descriptor, count, offset throws(SystemCalls.Refusal) in
                let isSpared = try self.take(isTransfer: true)
                return try kernel.read(descriptor, isSpared ? min(count, 1) : count, offset)
            },
            write: { descriptor, bytes, offset throws(SystemCalls.Refusal) in
                let isSpared = try self.take(isTransfer: true)
                return try kernel.write(descriptor, isSpared ? bytes.prefix(1) : bytes, offset)
            },
            empty: { descriptor throws(SystemCalls.Refusal) in
                try self.take()
                try kernel.empty(descriptor)
            },
            sync: { descriptor throws(SystemCalls.Refusal) in
                try self.take()
                try kernel.sync(descriptor)
            },
            link: { path, name throws(SystemCalls.Refusal) in
                try self.take()
                try kernel.link(path, name)
            },
            unlink: { path throws(SystemCalls.Refusal) in
                try self.take()
                try kernel.unlink(path)
            },
            size: { path throws(SystemCalls.Refusal) in
                try self.take()
                return try kernel.size(path)
            }
        )
    }
}
