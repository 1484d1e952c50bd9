import Contracts
import Ethereum
import Numerics
import Vocabulary

extension EndpointFailure: CustomStringConvertible {
    /// One line for an operator. What a node wrote is not repeated: it may hold anything.
    public var description: String { "\(endpoint): \(reason)" }

    /// The same without the endpoint's name.
    public var reason: String { cause.text }
}

extension EndpointFailure.Cause {
    fileprivate var text: String {
        switch self {
        case .busy: "not asked, too many requests are under way"
        case .unresolved: "its name can't be resolved"
        case .unresolvedProxy: "its proxy's name can't be resolved"
        case .refused: "it refuses connections"
        case .unreachable(let number): "it can't be reached (error \(number))"
        case .proxyRefused: "its proxy refuses"
        case .unreachableProxy(let number): "its proxy can't be reached (error \(number))"
        case .tls(let fault): "no trusted connection, \(fault.text)"
        case .timeout(let stage): stage.text
        case .tooLarge(let most): "its answer is larger than \(most) bytes"
        case .truncated: "the connection ended in the middle of its answer"
        case .badEncoding: "its answer can't be unpacked"
        case .notHTTP: "what it answers is not HTTP"
        case .transport(let code): "the transfer failed (libcurl's error \(code))"
        case .redirected(let status): "it redirects elsewhere (\(status)), which is not followed"
        case .status(let status, nil): "it answers with status \(status)"
        case .status(let status, let pause?):
            "it answers with status \(status), try again in \(pause.milliseconds / 1_000) s"
        case .notJSON: "its answer is not JSON"
        case .notAnAnswer(let error): error.text
        case .wrongChain(let expected, let found):
            "it serves chain \(found), not chain \(expected)"
        case .wrongGenesis(let expected, let found): "its first block is \(found), not \(expected)"
        case .genesisAsLatest: "it serves the first block as the latest"
        case .contradictory(let contradiction): contradiction.text
        case .nodeError(let failure): "it answers with error \(failure.code)"
        case .unread(let what, let fault): fault.text(what)
        case .snapshot(let error): error.text
        case .greeting(let refusal): refusal.text
        case .webSocket(let fault): "its WebSocket breaks the protocol, \(fault.text)"
        case .closed(nil): "it has closed its WebSocket"
        case .closed(let code?): "it has closed its WebSocket (reason \(code))"
        case .notSubscribed: "it tells no new heads"
        case .movedOn(let header, let aggregate):
            "it moved from block \(header) to \(aggregate) while it answered"
        }
    }
}

extension EndpointFailure.Stage {
    fileprivate var text: String {
        switch self {
        case .connecting: "no connection in time"
        case .answering: "no whole answer in time"
        case .stalled: "its answer has stalled"
        }
    }
}

extension EndpointFailure.TLSFault {
    /// The common ones of OpenSSL's numbers in words.
    fileprivate var text: String {
        switch self {
        case .untrusted(9): "its certificate is not valid yet"
        case .untrusted(10): "its certificate has expired"
        case .untrusted(18): "its certificate is signed by itself"
        case .untrusted(19), .untrusted(20), .untrusted(21):
            "its certificate is signed by nobody who is trusted"
        case .untrusted(let code): "its certificate is not trusted (reason \(code))"
        case .otherName: "its certificate is another host's"
        case .handshake: "the handshake failed"
        case .badAuthorities: "the file of trusted certificates can't be used"
        }
    }
}

extension EndpointFailure.Contradiction {
    fileprivate var text: String {
        switch self {
        case .headerHash(let claimed): "its header is not that of block \(claimed)"
        case .otherNumber(let asked, let answered):
            "asked for block \(asked), it answers with block \(answered)"
        case .otherBlock(let asked, let answered):
            "asked for block \(asked), it answers with block \(answered)"
        case .otherTransaction(let asked, let answered):
            "asked for transaction \(asked), it answers with \(answered)"
        case .foreignLog: "it answers with logs of another block or contract"
        case .logOutsideBloom: "it answers with logs that its header rules out"
        }
    }
}

extension EndpointFailure.ReadingFault {
    fileprivate func text(_ what: EndpointFailure.What) -> String {
        switch self {
        case .missing: "its answer lacks the \(what.text)"
        case .absent: "it does not have the \(what.text)"
        case .malformed: "its \(what.text) can't be read"
        }
    }
}

extension EndpointFailure.What {
    fileprivate var text: String {
        switch self {
        case .chainID: "chain id"
        case .header: "header"
        case .aggregate: "aggregated read"
        case .logs: "logs"
        }
    }
}

extension JSONRPCError {
    fileprivate var text: String {
        switch self {
        case .json: "its answer is not JSON"
        case .notAnAnswer(let lack, _): "its answer is no JSON-RPC: \(lack)"
        case .missing(let id): "it left out the answer to call \(id)"
        case .duplicate(let id): "it answers call \(id) twice"
        case .foreign(let id): "it answers call \(id), which was not asked"
        case .refused(let failure): "it answers with error \(failure.code)"
        }
    }
}

extension SnapshotError {
    fileprivate var text: String {
        switch self {
        case .wrongCount(let expected, let found):
            "its aggregated read has \(found) answers to \(expected) calls"
        case .unproven: "its aggregated read does not say of which block it is"
        case .otherBlock(let asked, let answered):
            "its header is of block \(asked), its aggregated read of another, number \(answered)"
        case .tooMany: "more than a snapshot holds"
        }
    }
}

extension GreetingRefusal {
    fileprivate var text: String {
        switch self {
        case .status(let status) where (300...399).contains(status):
            "it redirects its WebSocket elsewhere (\(status)), which is not followed"
        case .status(let status): "it answers a WebSocket's handshake with status \(status)"
        case .notHTTP: "what it answers to a WebSocket's handshake is not HTTP"
        case .tooLarge: "its answer to a WebSocket's handshake has no end"
        case .notUnderstood: "its answer to a WebSocket's handshake is none"
        }
    }
}

extension WebSocketFault {
    fileprivate var text: String {
        switch self {
        case .reservedBit: "a reserved bit is set"
        case .unknownKind(let kind): "a frame is of kind \(kind)"
        case .masked: "a frame is masked"
        case .longControl: "a control frame is too long"
        case .partedControl: "a control frame is only a part"
        case .badLength: "a length is written in too many bytes"
        case .tooLarge(let most): "a message is larger than \(most) bytes"
        case .outOfOrder: "parts of messages are out of order"
        case .notUTF8: "a text is none"
        case .badClose: "it closes for a reason that is none"
        }
    }
}
