import Glibc
import Numerics
import Testing
import Vocabulary

@testable import Ethereum

/// What nobody may learn from a process that holds a key.
@Suite struct SigningSecrecyTests {
    /// A type of ours that owns a key, as the signer will.
    private final class Owner {
        let key: SecretKey
        init(key: consuming SecretKey) { self.key = key }
    }

    @Test func `no description, dump or mirror of a key's owner shows the key`() throws {
        let bytes: [UInt8] = Array(repeating: 0x46, count: 31) + [0x47]
        let owner = Owner(key: try secretKey(bytes))
        var shown = "\(owner)" + String(describing: owner) + String(reflecting: owner)
        dump(owner, to: &shown)
        for child in Mirror(reflecting: owner).children {
            shown += "\(child.label ?? "")=\(child.value)" + String(reflecting: child.value)
            dump(child.value, to: &shown)
        }
        #expect(shown.contains("Owner"))
        let number = try #require(UInt256(bigEndian: bytes))
        // As digits, as a number, as an array and as a machine word.
        for secret in ["464646", "\(number)", "70, 70, 70", "5063812098665367110"] {
            #expect(!shown.lowercased().contains(secret))
        }
    }

    @Test func `no error about a key carries its bytes`() throws {
        do {
            _ = try secretKey(Array(repeating: 0xFF, count: 32))
            Issue.record("a key beyond the order was taken")
        } catch {
            var shown = "\(error)" + String(reflecting: error)
            dump(error, to: &shown)
            #expect(!shown.contains("255") && !shown.lowercased().contains("ff"))
        }
    }

    @Test func `loading a secret forbids core dumps without being asked`() async {
        await #expect(processExitsWith: .success) {
            precondition(!CoreDumps.areForbidden)
            _ = try LockedMemory(count: 1)
            precondition(CoreDumps.areForbidden)
        }
    }

    @Test func `a secret's pages are locked, fenced and kept out of dumps and children`() throws {
        let memory = try LockedMemory(count: 5_000)
        let start = unsafe memory.withBytes { UInt(bitPattern: $0) }
        let page = UInt(getpagesize())
        for address in [start, start + page] {
            let flags = try #require(mappingFlags(containing: address))
            // lo: locked, dd: not dumped, dc: not copied into children (proc(5), VmFlags).
            #expect(flags.contains("lo") && flags.contains("dd") && flags.contains("dc"))
            #expect(flags.contains("rd") && flags.contains("wr"))
        }
        for fence in [start - page, start + 2 * page] {
            let flags = try #require(mappingFlags(containing: fence))
            #expect(!flags.contains("rd") && !flags.contains("wr"))
        }
    }

    /// The kernel's flags for the mapping that holds `address`.
    private func mappingFlags(containing address: UInt) -> [Substring]? {
        guard let file = unsafe fopen("/proc/self/smaps", "r") else { return nil }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 4096)
        var isFound = false
        while unsafe fgets(&line, Int32(line.count), file) != nil {
            let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            guard let head = words.first else { continue }
            let bounds = head.split(separator: "-").compactMap { UInt($0, radix: 16) }
            if bounds.count == 2 {
                isFound = bounds[0] <= address && address < bounds[1]
            } else if isFound, head == "VmFlags:" {
                return Array(words.dropFirst())
            }
        }
        return nil
    }
}
