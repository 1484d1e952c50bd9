import CCurl
import Glibc
public import Vocabulary

/// Which request, among all that a client ever made.
public struct TransferID: Hashable, Sendable {
    let value: UInt64
}

/// Which endpoint of a client, among all it ever had.
public struct EndpointID: Hashable, Sendable {
    let value: UInt64
}

/// What came back, whatever its status but a redirect.
public struct HTTPAnswer: Sendable {
    public let status: Int
    /// How long the other side asks to be left alone.
    public let retryAfter: Interval?
    public let body: [UInt8]
}

/// A request that has ended.
public struct FinishedTransfer: Sendable {
    public let id: TransferID
    public let endpoint: EndpointID
    public let outcome: Result<HTTPAnswer, EndpointFailure>
    public let took: Interval
    /// Connections that had to be made for it: none where one was kept.
    public let connections: Int
}

/// Posts JSON to endpoints over connections that are kept, and verifies whom it talks to.
///
/// A redirect is an error and never followed: an address is changed by its operator and by nobody else. A
/// kept connection that has died before a byte of an answer came is replaced and the request sent again,
/// which is harmless for reads and for a transaction's own bytes.
public final class HTTPClient {
    /// Requests under way at once.
    public static let mostTransfers = 64
    public static let mostEndpoints = 64

    private let multi: CurlMulti
    private var entries: [Entry] = []
    private var last: UInt64 = 0
    private var lastEndpoint: UInt64 = 0

    private struct Entry {
        let id: EndpointID
        let endpoint: Endpoint
        /// Ready to be used again; never more than were under way at once.
        var idle: [CurlTransfer]
    }

    public init() throws(EndpointFault) {
        do throws(CurlTransfer.Unusable) {
            multi = try CurlMulti()
        } catch {
            throw .unusable(endpoint: "", code: error.code)
        }
    }

    /// Makes an endpoint known; nothing is sent.
    public func add(_ endpoint: Endpoint) throws(EndpointFault) -> EndpointID {
        guard entries.count < Self.mostEndpoints else { throw .tooManyEndpoints }
        let id = EndpointID(value: lastEndpoint + 1)
        do throws(CurlTransfer.Unusable) {
            let transfer = try CurlTransfer(endpoint)
            entries.append(Entry(id: id, endpoint: endpoint, idle: [transfer]))
        } catch {
            throw .unusable(endpoint: endpoint.name, code: error.code)
        }
        lastEndpoint += 1
        return id
    }

    /// Forgets an endpoint; nothing will be heard of what is under way to it.
    public func remove(_ id: EndpointID) {
        multi.transfers(to: id).forEach(multi.remove)
        entries.removeAll { $0.id == id }
    }

    /// One that was added and not removed.
    public func endpoint(_ id: EndpointID) -> Endpoint { entries[place(of: id)].endpoint }

    private func place(of id: EndpointID) -> Int {
        guard let place = entries.firstIndex(where: { $0.id == id }) else {
            preconditionFailure("an endpoint that this client does not have")
        }
        return place
    }

    /// Sends this body as soon as the loop is asked for its next event. `limit` shortens the endpoint's own.
    public func post(
        _ body: [UInt8],
        to id: EndpointID,
        within limit: Interval? = nil
    ) throws(EndpointFailure) -> TransferID {
        try start(body, to: id, within: limit)
    }

    /// Asks for what is at the endpoint's address, and sends nothing.
    public func get(
        from id: EndpointID,
        within limit: Interval? = nil
    ) throws(EndpointFailure) -> TransferID {
        try start(nil, to: id, within: limit)
    }

    private func start(
        _ body: [UInt8]?,
        to id: EndpointID,
        within limit: Interval?
    ) throws(EndpointFailure) -> TransferID {
        let place = place(of: id)
        let endpoint = entries[place].endpoint
        guard multi.count < Self.mostTransfers else {
            throw EndpointFailure(endpoint: endpoint.name, cause: .busy)
        }
        let total = endpoint.limits.total
        do throws(CurlTransfer.Unusable) {
            let transfer = try idleTransfer(place)
            try transfer.prepare(body, milliseconds: min(limit ?? total, total).milliseconds)
            guard multi.add(transfer) else {
                throw CurlTransfer.Unusable(code: Int(CURLE_FAILED_INIT.rawValue))
            }
            last += 1
            let own = TransferID(value: last)
            transfer.id = own
            transfer.endpoint = id
            return own
        } catch {
            throw EndpointFailure(endpoint: endpoint.name, cause: .transport(code: error.code))
        }
    }

    private func idleTransfer(_ place: Int) throws(CurlTransfer.Unusable) -> CurlTransfer {
        if let idle = entries[place].idle.popLast() { return idle }
        return try CurlTransfer(entries[place].endpoint)
    }

    /// Nothing will be heard of it. What it sent may have arrived all the same.
    public func cancel(_ id: TransferID) {
        guard let transfer = multi.transfer(id), let endpoint = transfer.endpoint else { return }
        multi.remove(transfer)
        entries[place(of: endpoint)].idle.append(transfer)
    }

    public var transfersUnderWay: Int { multi.count }

    func makeWaker() -> Waker { multi.makeWaker() }

    func nextFinished() -> FinishedTransfer? {
        guard multi.count > 0 else { return nil }
        multi.perform()
        guard
            let (transfer, code) = multi.nextFinished(), let id = transfer.id,
            let endpointID = transfer.endpoint
        else { return nil }
        let place = place(of: endpointID)
        let endpoint = entries[place].endpoint
        let outcome = Self.outcome(transfer, code, endpoint)
        defer { entries[place].idle.append(transfer) }
        return FinishedTransfer(
            id: id,
            endpoint: endpointID,
            outcome: outcome,
            took: Interval(milliseconds: UInt64(max(0, transfer.tookMicroseconds + 999) / 1_000)),
            connections: transfer.connections
        )
    }

    func wait(milliseconds: Int32, descriptors: [Int32]) -> [Int32] {
        multi.wait(milliseconds: milliseconds, descriptors: descriptors)
    }

    private static func outcome(
        _ transfer: CurlTransfer,
        _ code: CURLcode,
        _ endpoint: Endpoint
    ) -> Result<HTTPAnswer, EndpointFailure> {
        let body = transfer.takeAnswer()
        if let cause = transfer.failure(code, endpoint) {
            return .failure(EndpointFailure(endpoint: endpoint.name, cause: cause))
        }
        let status = transfer.status
        guard !(300...399).contains(status) else {
            return .failure(
                EndpointFailure(endpoint: endpoint.name, cause: .redirected(status: status))
            )
        }
        let seconds = UInt64(max(0, transfer.retryAfterSeconds))
        let retryAfter =
            seconds == 0 ? nil : Interval(milliseconds: min(seconds, 1 << 32) * 1_000)
        return .success(HTTPAnswer(status: status, retryAfter: retryAfter, body: body))
    }
}

extension CurlTransfer {
    /// What went wrong, in the words of an operator rather than of the library.
    fileprivate func failure(_ code: CURLcode, _ endpoint: Endpoint) -> EndpointFailure.Cause? {
        let limits = endpoint.limits
        if let cause = EndpointFailure.Cause(
            connecting: code,
            by: endpoint.proxy,
            errorNumber,
            proxyStatus: proxyStatus,
            verification: verification
        ) {
            return cause
        }
        switch code {
        case CURLE_OK: return nil
        case CURLE_OPERATION_TIMEDOUT:
            if sendableAfterMicroseconds == 0 { return .timeout(.connecting) }
            return .timeout(isTimeOver ? .answering : .stalled)
        case CURLE_FILESIZE_EXCEEDED: return .tooLarge(mostBytes: limits.mostBytes)
        case CURLE_WRITE_ERROR where isTooLarge: return .tooLarge(mostBytes: limits.mostBytes)
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_ERROR,
            CURLE_HTTP2_STREAM, CURLE_HTTP2:
            return .truncated
        case CURLE_BAD_CONTENT_ENCODING: return .badEncoding
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: return .notHTTP
        default: return .transport(code: Int(code.rawValue))
        }
    }
}

extension EndpointFailure.Cause {
    /// Why there is no connection; `nil` when that is not what went wrong.
    init?(
        connecting code: CURLcode,
        by proxy: Endpoint.Proxy,
        _ errorNumber: Int,
        proxyStatus: Int,
        verification: Int
    ) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: self = .unresolved
        case CURLE_COULDNT_RESOLVE_PROXY: self = .unresolvedProxy
        case CURLE_COULDNT_CONNECT where proxy.isOwn:
            // Only the proxy is connected to, and it is the proxy that connects to the node.
            self = .unreachableProxy(errorNumber: errorNumber)
        case CURLE_COULDNT_CONNECT:
            self =
                errorNumber == Int(ECONNREFUSED)
                ? .refused : .unreachable(errorNumber: errorNumber)
        case CURLE_PROXY: self = .proxyRefused
        case CURLE_RECV_ERROR where proxyStatus >= 300: self = .proxyRefused
        case CURLE_PEER_FAILED_VERIFICATION:
            // libcurl checks the name first, and leaves the one it begins with when that fails.
            self = .tls(verification <= 1 ? .otherName : .untrusted(code: verification))
        case CURLE_SSL_CACERT_BADFILE: self = .tls(.badAuthorities)
        case CURLE_SSL_CONNECT_ERROR: self = .tls(.handshake)
        default: return nil
        }
    }
}
