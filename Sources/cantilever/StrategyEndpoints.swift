import Configuration
import Contracts
import Live
import Routes
import Vocabulary
import Watch

/// The endpoints a strategy names, with what is secret looked up.
enum StrategyEndpoints {
    /// In the order of the strategy's chains, of each chain as the settings for watching have them.
    static func resolve(_ strategy: Strategy) throws(Failure) -> [LiveChain] {
        var chains: [LiveChain] = []
        for (chain, access) in zip(strategy.fleet.chains, strategy.access) {
            var endpoints: [Endpoint] = []
            for description in access.endpoints {
                endpoints.append(try endpoint(description, of: chain))
            }
            let pinned = access.codeHashes.map { pin in
                Premise(contract: pin.contract, code: pin.hash, delegation: .unread)
            }
            let decimals = access.decimalsOnChain.map { known in
                KnownDecimals(contract: known.token, answer: known.answer)
            }
            chains.append(
                LiveChain(chain.id, endpoints: endpoints, pinned: pinned, decimals: decimals)
            )
        }
        return chains
    }

    typealias Endpoint = Live.Endpoint

    private static func endpoint(
        _ description: EndpointDescription,
        of chain: Chain
    ) throws(Failure) -> Endpoint {
        let name = "\(chain.name)/\(description.name)"
        let address = try text(description.url, name)
        var heads: Secret?
        if let websocket = description.websocket { heads = Secret(try text(websocket, name)) }
        var proxy = Endpoint.Proxy.environment
        if let own = description.proxy { proxy = .address(Secret(try text(own, name))) }
        var headers: [(name: String, value: Secret)] = []
        for header in description.headers {
            headers.append((header.name, Secret(try text(header.value, name))))
        }
        do throws(EndpointFault) {
            return try Endpoint(
                name: name,
                address: Secret(address),
                headers: headers,
                proxy: proxy,
                heads: heads
            )
        } catch {
            throw Failure(.badData, "\(name): \(sentence(error))")
        }
    }

    static func text(
        _ reference: TextReference,
        _ endpoint: String
    ) throws(Failure) -> String {
        do throws(TextReference.Missing) {
            return try reference.resolved(
                environment: { Environment[$0] },
                file: { path in
                    (try? Files.readPrivate(path)).flatMap { bytes in
                        // A line may have been ended on another system.
                        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
                            .first.map { String($0) }
                    }
                }
            )
        } catch {
            switch error {
            case .environment(let variable):
                throw Failure(
                    .noInput,
                    "\(endpoint): the environment variable \(variable) is not set"
                )
            case .file(let path):
                throw Failure(
                    .noInput,
                    "\(endpoint): the file \(path) can't be read, or others may read it"
                )
            }
        }
    }

    static func sentence(_ fault: EndpointFault) -> String {
        switch fault {
        case .badName: "its name must be at most 64 visible ASCII characters"
        case .badAddress: "its address is no http:// or https:// address"
        case .badHeader: "a header's name or value can't be sent"
        case .badProxy: "its proxy's address is none"
        case .badHeads: "its WebSocket is no ws:// or wss:// address"
        case .badAuthorities: "the path of trusted certificates is none"
        case .tooManyEndpoints: "there are more endpoints than can be asked"
        case .unusable(_, let code): "libcurl can't use it (error \(code))"
        }
    }
}
