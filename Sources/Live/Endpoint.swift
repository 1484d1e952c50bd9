public import Vocabulary

/// One node's address, how to reach it, and how long to wait for it.
///
/// Whatever may hold a key is a `Secret`: what can be shown is the name, and the host without its path.
public struct Endpoint: Sendable {
    /// As it is called in the configuration.
    public let name: String
    /// Scheme, host and port: nothing that could be a key.
    public let host: String
    let address: Secret
    let headers: [Secret]
    let proxy: Proxy
    /// A file of certificates to trust in place of the system's.
    let authorities: String?
    let limits: HTTPLimits
    let acceptsCompression: Bool
    /// Where it tells new heads, over a WebSocket.
    let heads: HeadAddress?

    public enum Proxy: Sendable {
        case none
        /// As the variables of the environment have it: `https_proxy`, `no_proxy` and their kin.
        case environment
        /// It may hold a user and a password.
        case address(Secret)

        /// Every connection goes there; by the environment's word some go and some don't.
        var isOwn: Bool {
            if case .address = self { true } else { false }
        }
    }

    public static let mostHeaders = 16
    private static let longestText = 4_096

    /// Headers are sent as they are, each a name and a value, and never shown.
    public init(
        name: String,
        address: Secret,
        headers: [(name: String, value: Secret)] = [],
        proxy: Proxy = .none,
        authorities: String? = nil,
        limits: HTTPLimits = HTTPLimits(),
        acceptsCompression: Bool = true,
        heads: Secret? = nil
    ) throws(EndpointFault) {
        guard !name.isEmpty, name.utf8.count <= 64, Self.isPlain(name) else { throw .badName }
        guard
            address.text.utf8.count <= Self.longestText, Self.isPlain(address.text),
            let host = CurlAddress.host(of: address.text)
        else { throw .badAddress(endpoint: name) }
        if case .address(let text) = proxy {
            guard Self.isPlain(text.text), !text.text.isEmpty else {
                throw .badProxy(endpoint: name)
            }
        }
        if let authorities, authorities.isEmpty || authorities.utf8.contains(0) {
            throw .badAuthorities(endpoint: name)
        }
        guard headers.count <= Self.mostHeaders else { throw .badHeader(endpoint: name) }
        self.headers = try headers.map { header throws(EndpointFault) in
            // A line end in a value would be a header of its own.
            guard
                header.name.utf8.allSatisfy(Self.isToken), !header.name.isEmpty,
                header.value.text.utf8.count <= Self.longestText, !header.value.text.isEmpty,
                header.value.text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
            else { throw .badHeader(endpoint: name) }
            return Secret("\(header.name): \(header.value.text)")
        }
        self.name = name
        self.host = host
        self.address = address
        self.proxy = proxy
        self.authorities = authorities
        self.limits = limits
        self.acceptsCompression = acceptsCompression
        self.heads = try heads.map { text throws(EndpointFault) in
            guard
                text.text.utf8.count <= Self.longestText, Self.isPlain(text.text),
                let address = HeadAddress(text)
            else { throw .badHeads(endpoint: name) }
            return address
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// What RFC 9110 lets a header's name consist of, punctuation but the usual left out.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}

/// What one request may take.
public struct HTTPLimits: Hashable, Sendable {
    public let connect: Interval
    /// From the first byte to the last, connecting included.
    public let total: Interval
    /// An answer that comes slower than `slowest` bytes a second for so long has stalled.
    public let stall: Interval
    public let slowest: Int
    /// Bytes of an answer, unpacked.
    public let mostBytes: Int

    public init(
        connect: Interval = Interval(milliseconds: 3_000),
        total: Interval = Interval(milliseconds: 10_000),
        stall: Interval = Interval(milliseconds: 5_000),
        slowest: Int = 100,
        mostBytes: Int = 16 << 20
    ) {
        self.connect = connect
        self.total = total
        self.stall = stall
        self.slowest = slowest
        self.mostBytes = mostBytes
    }
}

/// Why a description of an endpoint is none.
public enum EndpointFault: Error, Hashable, Sendable {
    /// Visible ASCII characters, at most 64.
    case badName
    /// Neither `http` nor `https`, or not an address at all.
    case badAddress(endpoint: String)
    case badHeader(endpoint: String)
    case badProxy(endpoint: String)
    case badAuthorities(endpoint: String)
    /// Neither `ws` nor `wss`, or with a user in it.
    case badHeads(endpoint: String)
    case tooManyEndpoints
    /// libcurl does not take it: its code.
    case unusable(endpoint: String, code: Int)
}
