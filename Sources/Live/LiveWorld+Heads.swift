import Bot
import Routes
import Vocabulary

// What endpoints tell of new heads by themselves: a reason to look, and nothing else.

extension LiveWorld {
    func openSockets(_ chains: [LiveChain]) {
        for live in chains {
            guard let line = lines.first(where: { $0.chain.id == live.chain }), line.past == nil
            else { continue }
            line.sockets = live.endpoints.indices.compactMap { index in
                HeadSocket(
                    index,
                    live.endpoints[index],
                    interval: line.chain.blockInterval,
                    over: loop
                )
            }
        }
    }

    func hear(_ timer: TimerID) {
        for line in lines {
            for socket in line.sockets {
                if let words = socket.take(timer) { return hear(words, socket, line) }
            }
        }
    }

    func hear(readable descriptor: Int32) {
        for line in lines {
            for socket in line.sockets {
                if let words = socket.take(readable: descriptor) {
                    return hear(words, socket, line)
                }
            }
        }
    }

    private func hear(_ words: [HeadSocket.Word], _ socket: HeadSocket, _ line: ChainLine) {
        guard !words.isEmpty else { return }
        for word in words {
            switch word {
            case .look(let hash): line.note(told: hash, by: socket.endpoint)
            case .lost(let cause):
                line.noteUntold(socket.endpoint)
                let failure = EndpointFailure(endpoint: socket.name, cause: cause)
                hooks.notice(.untold(line.chain.id, failure))
            }
        }
        stir(line)
    }
}
