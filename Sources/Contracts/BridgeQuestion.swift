public import Routes
import Vocabulary

extension LaneWitness {
    /// A view of the lane's contracts; `nil` for one they do not have. What goes in is asked of the entry,
    /// what may still be minted of the exit, or of its token where that takes the bridge.
    public func question(_ part: BridgePart) -> ContractCall? {
        let isOfExit = part == .mintable
        guard !part.isEvent, let signature = (isOfExit ? exit : entry)[part] else { return nil }
        let token = isOfExit ? lane.destination : lane.source
        let bridge = isOfExit ? lane.exit : lane.entry
        var values = BridgeValues()
        values[.token] = token.address.word
        values[.bridge] = bridge.word
        values[.destination] = entry.number(of: lane.destination.chain)
        return signature.calldata(values).map { data in
            ContractCall(signature.names(.bridge) ? token.address : bridge, data: data)
        }
    }
}

extension BridgeInterface {
    /// Whether the contract is paused; `nil` for one that can't be asked.
    func pauseQuestion(of contract: Address) -> ContractCall? {
        self[.paused]?.calldata(BridgeValues()).map { ContractCall(contract, data: $0) }
    }
}
