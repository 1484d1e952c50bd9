import CCurl
import Vocabulary

/// A connection that libcurl makes, with proxy and TLS, and leaves to us: every byte on it is ours.
///
/// It has a poller of its own, because libcurl takes a connection with unread bytes for a broken one when it
/// looks through those that other transfers may use again.
@safe
final class CurlSocket {
    private let multi: UnsafeMutableRawPointer
    private let easy: UnsafeMutableRawPointer
    private let proxy: Endpoint.Proxy
    private(set) var descriptor: Int32?

    enum Progress: Sendable {
        case connecting
        case connected(Int32)
        case failed(EndpointFailure.Cause)
    }

    enum Received: Sendable {
        case bytes([UInt8])
        case nothing
        case end
    }

    private static let mostBytesAtOnce = 16_384

    init(_ endpoint: Endpoint, to address: Secret) throws(CurlTransfer.Unusable) {
        guard CurlLibrary.isReady, let multi = unsafe curl_multi_init() else {
            throw CurlTransfer.Unusable(code: Int(CURLE_FAILED_INIT.rawValue))
        }
        guard let easy = unsafe curl_easy_init() else {
            unsafe curl_multi_cleanup(multi)
            throw CurlTransfer.Unusable(code: Int(CURLE_FAILED_INIT.rawValue))
        }
        proxy = endpoint.proxy
        unsafe self.multi = multi
        unsafe self.easy = easy
        var codes: [CURLcode] = []
        for (option, text) in CurlLibrary.connectionTexts(of: endpoint, to: address) {
            codes.append(unsafe cantilever_curl_set_text(easy, option, text))
        }
        let own: [(CURLoption, Int)] = [
            (CURLOPT_CONNECT_ONLY, 1),
            // A proxy gives a way through; it does not speak for the other side.
            (CURLOPT_HTTPPROXYTUNNEL, 1),
            (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
        ]
        for (option, number) in CurlLibrary.connectionNumbers(of: endpoint) + own {
            codes.append(unsafe cantilever_curl_set_long(easy, option, number))
        }
        if let code = codes.first(where: { $0 != CURLE_OK }) {
            throw CurlTransfer.Unusable(code: Int(code.rawValue))
        }
        guard unsafe curl_multi_add_handle(multi, easy) == CURLM_OK else {
            throw CurlTransfer.Unusable(code: Int(CURLE_FAILED_INIT.rawValue))
        }
    }

    deinit {
        unsafe curl_multi_remove_handle(multi, easy)
        unsafe curl_easy_cleanup(easy)
        unsafe curl_multi_cleanup(multi)
    }

    /// Goes on connecting as far as it can without waiting.
    func connect() -> Progress {
        if let descriptor { return .connected(descriptor) }
        var running: Int32 = 0
        unsafe curl_multi_perform(multi, &running)
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            return ended(unsafe cantilever_curl_result(message))
        }
        return .connecting
    }

    private func ended(_ code: CURLcode) -> Progress {
        guard code == CURLE_OK else {
            let cause = EndpointFailure.Cause(
                connecting: code,
                by: proxy,
                unsafe cantilever_curl_long(easy, CURLINFO_OS_ERRNO),
                proxyStatus: unsafe cantilever_curl_long(easy, CURLINFO_HTTP_CONNECTCODE),
                verification: unsafe cantilever_curl_long(easy, CURLINFO_SSL_VERIFYRESULT)
            )
            let isLate = code == CURLE_OPERATION_TIMEDOUT
            return .failed(
                cause ?? (isLate ? .timeout(.connecting) : .transport(code: Int(code.rawValue)))
            )
        }
        let socket = unsafe cantilever_curl_socket(easy)
        guard socket >= 0 else { return .failed(.transport(code: Int(code.rawValue))) }
        descriptor = socket
        return .connected(socket)
    }

    /// How many bytes were taken, which may be none; `nil` when the connection is gone.
    func send(_ bytes: [UInt8]) -> Int? {
        var sent = 0
        let code = unsafe bytes.withUnsafeBytes { buffer in
            unsafe curl_easy_send(easy, buffer.baseAddress, buffer.count, &sent)
        }
        return code == CURLE_OK ? sent : code == CURLE_AGAIN ? 0 : nil
    }

    func receive() -> Received {
        var count = 0
        var bytes = [UInt8](repeating: 0, count: Self.mostBytesAtOnce)
        let code = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe curl_easy_recv(easy, buffer.baseAddress, buffer.count, &count)
        }
        if code == CURLE_AGAIN { return .nothing }
        guard code == CURLE_OK, count > 0 else { return .end }
        bytes.removeLast(bytes.count - count)
        return .bytes(bytes)
    }
}
