import CCurl
import Vocabulary

/// libcurl's transfers, one at a time: every unsafe pointer of the library is in this file.
///
/// Made once an endpoint and used again for every request to it: only the body and the time change.
@safe
final class CurlTransfer {
    private let easy: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let mostBytes: Int
    private var answer: [UInt8] = []
    private var expectedBytes = 0
    private(set) var isTooLarge = false
    private var milliseconds = 0
    /// Set while it is under way.
    var id: TransferID?
    var endpoint: EndpointID?

    struct Unusable: Error {
        let code: Int
    }

    init(_ endpoint: Endpoint) throws(Unusable) {
        guard CurlLibrary.isReady, let easy = unsafe curl_easy_init() else {
            throw Unusable(code: Int(CURLE_FAILED_INIT.rawValue))
        }
        unsafe self.easy = easy
        mostBytes = endpoint.limits.mostBytes
        unsafe headers = nil
        var lines = ["Content-Type: application/json", "Accept: application/json", "Expect:"]
        lines += endpoint.headers.map(\.text)
        for line in lines {
            guard let longer = unsafe curl_slist_append(headers, line) else {
                throw Unusable(code: Int(CURLE_OUT_OF_MEMORY.rawValue))
            }
            unsafe headers = longer
        }
        var codes = [unsafe cantilever_curl_set_headers(easy, headers)]
        for (option, text) in Self.texts(of: endpoint) {
            codes.append(unsafe cantilever_curl_set_text(easy, option, text))
        }
        for (option, number) in Self.numbers(of: endpoint) {
            codes.append(unsafe cantilever_curl_set_long(easy, option, number))
        }
        codes.append(
            unsafe cantilever_curl_set_offset(
                easy,
                CURLOPT_MAXFILESIZE_LARGE,
                curl_off_t(mostBytes)
            )
        )
        let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        codes.append(unsafe cantilever_curl_set_writer(easy, Self.writer, owner))
        if let code = codes.first(where: { $0 != CURLE_OK }) {
            throw Unusable(code: Int(code.rawValue))
        }
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(headers)
    }

    private static func texts(of endpoint: Endpoint) -> [(CURLoption, String)] {
        var texts = CurlLibrary.connectionTexts(of: endpoint, to: endpoint.address)
        // All that this libcurl can unpack.
        if endpoint.acceptsCompression { texts.append((CURLOPT_ACCEPT_ENCODING, "")) }
        return texts
    }

    private static func numbers(of endpoint: Endpoint) -> [(CURLoption, Int)] {
        let limits = endpoint.limits
        return CurlLibrary.connectionNumbers(of: endpoint) + [
            (CURLOPT_POST, 1),
            (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
            // A second request waits to learn whether the first one's connection can carry both.
            (CURLOPT_PIPEWAIT, 1),
            (CURLOPT_LOW_SPEED_LIMIT, limits.slowest),
            (CURLOPT_LOW_SPEED_TIME, Int(clamping: (limits.stall.milliseconds + 999) / 1_000)),
        ]
    }

    /// Makes it ready for one more request: a post of these bytes, or a get without any.
    func prepare(_ body: [UInt8]?, milliseconds: UInt64) throws(Unusable) {
        isTooLarge = false
        answer = []
        answer.reserveCapacity(expectedBytes)
        let time = Int(clamping: max(1, milliseconds))
        self.milliseconds = time
        let codes = [
            unsafe body.map { body in
                unsafe cantilever_curl_set_body(easy, body, curl_off_t(body.count))
            } ?? cantilever_curl_set_get(easy),
            unsafe cantilever_curl_set_long(easy, CURLOPT_TIMEOUT_MS, time),
        ]
        if let code = codes.first(where: { $0 != CURLE_OK }) {
            throw Unusable(code: Int(code.rawValue))
        }
    }

    /// Room for the next answer is made as large as this one was.
    func takeAnswer() -> [UInt8] {
        defer { answer = [] }
        expectedBytes = min(answer.count + answer.count / 8, mostBytes)
        return answer
    }

    var status: Int { unsafe cantilever_curl_long(easy, CURLINFO_RESPONSE_CODE) }
    /// What a proxy answered that was asked for a tunnel.
    var proxyStatus: Int { unsafe cantilever_curl_long(easy, CURLINFO_HTTP_CONNECTCODE) }
    var errorNumber: Int { unsafe cantilever_curl_long(easy, CURLINFO_OS_ERRNO) }
    var verification: Int { unsafe cantilever_curl_long(easy, CURLINFO_SSL_VERIFYRESULT) }
    /// Connections that had to be made for the last request.
    var connections: Int { unsafe cantilever_curl_long(easy, CURLINFO_NUM_CONNECTS) }
    var retryAfterSeconds: Int { Int(unsafe cantilever_curl_offset(easy, CURLINFO_RETRY_AFTER)) }
    var tookMicroseconds: Int { Int(unsafe cantilever_curl_offset(easy, CURLINFO_TOTAL_TIME_T)) }
    /// Zero until a request could be written.
    var sendableAfterMicroseconds: Int {
        Int(unsafe cantilever_curl_offset(easy, CURLINFO_PRETRANSFER_TIME_T))
    }

    /// It was ended because all of its time had passed, and not because it went too slowly. libcurl rounds,
    /// so the last ten milliseconds count as passed.
    var isTimeOver: Bool { tookMicroseconds / 1_000 + 10 >= milliseconds }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= mostBytes - answer.count else {
            isTooLarge = true
            return false
        }
        unsafe answer.append(contentsOf: bytes)
        return true
    }

    private static let writer: curl_write_callback = { bytes, size, count, owner in
        guard let owner = unsafe owner else { return 0 }
        let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(owner).takeUnretainedValue()
        let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        return unsafe transfer.take(buffer) ? buffer.count : 0
    }

    fileprivate func withHandle<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        unsafe body(easy)
    }

    fileprivate static func owner(of easy: UnsafeMutableRawPointer?) -> CurlTransfer? {
        guard let owner = unsafe cantilever_curl_owner(easy) else { return nil }
        return unsafe Unmanaged<CurlTransfer>.fromOpaque(owner).takeUnretainedValue()
    }
}

/// Many transfers under way at once, and the one call that waits for all of them.
@safe
final class CurlMulti {
    private let multi: UnsafeMutableRawPointer
    /// Kept alive while libcurl has their addresses; few, and the newest is usually the next to end.
    private var underWay: [CurlTransfer] = []
    private var descriptors: [curl_waitfd] = []

    private static let mostKeptConnections = 128

    init() throws(CurlTransfer.Unusable) {
        guard CurlLibrary.isReady, let multi = unsafe curl_multi_init() else {
            throw CurlTransfer.Unusable(code: Int(CURLE_FAILED_INIT.rawValue))
        }
        unsafe self.multi = multi
        // Left to itself libcurl keeps four connections a transfer under way, and closes the others.
        let kept = Self.mostKeptConnections
        unsafe cantilever_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, kept)
    }

    deinit {
        for transfer in underWay {
            _ = unsafe transfer.withHandle { easy in unsafe curl_multi_remove_handle(multi, easy) }
        }
        unsafe curl_multi_cleanup(multi)
    }

    var count: Int { underWay.count }

    func transfer(_ id: TransferID) -> CurlTransfer? { underWay.first { $0.id == id } }

    func transfers(to endpoint: EndpointID) -> [CurlTransfer] {
        underWay.filter { $0.endpoint == endpoint }
    }

    /// False when libcurl does not take it.
    func add(_ transfer: CurlTransfer) -> Bool {
        let code = unsafe transfer.withHandle { easy in unsafe curl_multi_add_handle(multi, easy) }
        guard code == CURLM_OK else { return false }
        underWay.append(transfer)
        return true
    }

    /// Ends it where it stands; its connection is closed unless its answer was whole.
    func remove(_ transfer: CurlTransfer) {
        guard let index = underWay.lastIndex(where: { $0 === transfer }) else { return }
        underWay.swapAt(index, underWay.count - 1)
        underWay.removeLast()
        _ = unsafe transfer.withHandle { easy in unsafe curl_multi_remove_handle(multi, easy) }
    }

    /// Reads and writes what can be without waiting.
    func perform() {
        guard !underWay.isEmpty else { return }
        var running: Int32 = 0
        unsafe curl_multi_perform(multi, &running)
    }

    /// A transfer that has ended, and libcurl's code for how. It may be used again.
    func nextFinished() -> (transfer: CurlTransfer, code: CURLcode)? {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE,
                let transfer = unsafe CurlTransfer.owner(of: message.pointee.easy_handle)
            else { continue }
            let code = unsafe cantilever_curl_result(message)
            remove(transfer)
            return (transfer, code)
        }
        return nil
    }

    /// Waits until a transfer can go on, a descriptor is readable, the time is over or somebody calls.
    /// Answers the descriptors that are readable or broken.
    func wait(milliseconds: Int32, descriptors wanted: [Int32]) -> [Int32] {
        guard !wanted.isEmpty else {
            unsafe curl_multi_poll(multi, nil, 0, milliseconds, nil)
            return []
        }
        descriptors.removeAll(keepingCapacity: true)
        for descriptor in wanted {
            descriptors.append(
                curl_waitfd(fd: descriptor, events: Int16(CURL_WAIT_POLLIN), revents: 0)
            )
        }
        var found: Int32 = 0
        let count = UInt32(wanted.count)
        unsafe curl_multi_poll(multi, &descriptors, count, milliseconds, &found)
        return descriptors.filter { $0.revents != 0 }.map(\.fd)
    }

    /// Ends another thread's `wait`; libcurl allows this one call from anywhere, as long as `self` lives.
    func makeWaker() -> Waker {
        let handle = unsafe SendableHandle(multi)
        return Waker { handle.wakeUp() }
    }

    /// The waker forgets it before the handle is cleaned up: `Waker.retire`.
    @safe
    private struct SendableHandle: @unchecked Sendable {
        private let multi: UnsafeMutableRawPointer

        init(_ multi: UnsafeMutableRawPointer) {
            unsafe self.multi = multi
        }

        func wakeUp() {
            _ = unsafe curl_multi_wakeup(multi)
        }
    }
}

enum CurlLibrary {
    /// Set up once a process; libcurl sees to threads itself.
    static let isReady = cantilever_curl_start() == CURLE_OK

    /// What every connection to an endpoint goes by: whose word is trusted, and over which proxy.
    static func connectionTexts(
        of endpoint: Endpoint,
        to address: Secret
    ) -> [(CURLoption, String)] {
        var texts = [
            (CURLOPT_URL, address.text),
            (CURLOPT_PROTOCOLS_STR, "http,https"),
            (CURLOPT_USERAGENT, "cantilever"),
        ]
        switch endpoint.proxy {
        // Empty means none; unset would mean the environment's.
        case .none: texts.append((CURLOPT_PROXY, ""))
        case .environment: break
        case .address(let address): texts.append((CURLOPT_PROXY, address.text))
        }
        if let authorities = endpoint.authorities {
            texts.append((CURLOPT_CAINFO, authorities))
            texts.append((CURLOPT_PROXY_CAINFO, authorities))
        }
        return texts
    }

    static func connectionNumbers(of endpoint: Endpoint) -> [(CURLoption, Int)] {
        [
            (CURLOPT_NOSIGNAL, 1),
            (CURLOPT_FOLLOWLOCATION, 0),
            (CURLOPT_SSL_VERIFYPEER, 1),
            (CURLOPT_SSL_VERIFYHOST, 2),
            (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            (CURLOPT_TCP_NODELAY, 1),
            (CURLOPT_TCP_KEEPALIVE, 1),
            (CURLOPT_CONNECTTIMEOUT_MS, Int(clamping: endpoint.limits.connect.milliseconds)),
        ]
    }
}

/// libcurl's own reading of an address: the one that counts when it is asked.
enum CurlAddress {
    /// Scheme, host and port; `nil` unless it is an address of `http` or `https`.
    static func host(of address: String) -> String? {
        guard let parts = parts(of: address) else { return nil }
        return "\(parts.scheme)://\(parts.host)"
    }

    /// What a request of one's own needs.
    struct Parts {
        let scheme: String
        /// With the port, where the address has one.
        let host: String
        let target: String
        let hasUser: Bool
    }

    static func parts(of address: String) -> Parts? {
        guard let url = unsafe curl_url() else { return nil }
        defer { unsafe curl_url_cleanup(url) }
        guard unsafe curl_url_set(url, CURLUPART_URL, address, 0) == CURLUE_OK else { return nil }
        func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard unsafe curl_url_get(url, part, &text, flags) == CURLUE_OK,
                let found = unsafe text
            else { return nil }
            defer { unsafe curl_free(found) }
            return unsafe String(cString: found)
        }
        guard
            let scheme = part(CURLUPART_SCHEME), ["http", "https"].contains(scheme),
            let host = part(CURLUPART_HOST), !host.isEmpty
        else { return nil }
        return Parts(
            scheme: scheme,
            host: host + (part(CURLUPART_PORT).map { ":\($0)" } ?? ""),
            target: (part(CURLUPART_PATH) ?? "/") + (part(CURLUPART_QUERY).map { "?\($0)" } ?? ""),
            hasUser: part(CURLUPART_USER) != nil || part(CURLUPART_PASSWORD) != nil
        )
    }
}
