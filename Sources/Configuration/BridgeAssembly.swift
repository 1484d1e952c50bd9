import Numerics
import Routes
import Vocabulary

// How the bridges of a file are spoken to, and whether that can work.

extension Assembly {
    mutating func build(_ draft: Named<BridgeInterfaceDraft>) -> BridgeInterface? {
        var numbers: [BridgeInterface.ChainNumber] = []
        for entry in draft.value.chains {
            let names = chains.map { Named($0.name, $0, $0.path) }
            guard let chain = find(entry.name, in: names, entry.path, "chain")?.draft.id else {
                continue
            }
            // One chain under two names has been reported there.
            guard !numbers.contains(where: { $0.chain == chain }) else { continue }
            numbers.append(
                BridgeInterface.ChainNumber(chain: chain, number: entry.value.number)
            )
        }
        do throws(BridgeInterfaceFault) {
            return try BridgeInterface(draft.value.signatures, chainNumbers: numbers)
        } catch {
            switch error {
            // What is missing or there twice has been reported where it is read.
            case .missing, .twice: break
            case .tooManyChains:
                reader.complain(
                    draft.path + ".chain_numbers",
                    "there are more than \(BridgeInterface.mostChainNumbers)"
                )
            case .chainTwice(let chain):
                reader.complain(
                    draft.path + ".chain_numbers",
                    "chain \(chain) and another have the same number"
                )
            }
            return nil
        }
    }

    /// The contracts of bridges that speak otherwise than is assumed; each speaks in one way.
    mutating func bridgeContracts() -> [BridgeContract] {
        var contracts: [(contract: BridgeContract, bridge: String)] = []
        for bridge in draft.bridges {
            for (end, name) in [(bridge.value.from, "from"), (bridge.value.to, "to")] {
                let path = bridge.path + "." + name + ".interface"
                guard
                    let chain = chains.first(where: { $0.name == end.chain })?.draft.id,
                    let interface = interface(end.interface, path)
                else { continue }
                for address in [end.entry, end.exit] {
                    guard let address else { continue }
                    let contract = BridgeContract(
                        key: ContractKey(chain: chain, address: address),
                        interface: interface
                    )
                    let other = contracts.first { $0.contract.key == contract.key }
                    guard let other else {
                        contracts.append((contract, bridge.name))
                        continue
                    }
                    guard other.contract.interface != interface else { continue }
                    reader.complain(
                        path,
                        "\(address) speaks otherwise for the bridge '\(other.bridge)'",
                        hint: "one contract has one interface"
                    )
                }
            }
        }
        return contracts.map(\.contract).filter { $0.interface != .lockAndRelease }
    }

    /// A log that does not tell which of several tokens or chains it is about.
    mutating func complain(_ contract: ContractKey, _ part: BridgePart, _ word: BridgeWord) {
        for bridge in draft.bridges {
            for (end, name) in [(bridge.value.from, "from"), (bridge.value.to, "to")]
            where chains.first(where: { $0.name == end.chain })?.draft.id == contract.chain
                && [end.entry, end.exit].contains(contract.address)
            {
                return reader.complain(
                    bridge.path + "." + name + ".interface",
                    "'\(part.rawValue)' does not tell the \(word.rawValue), and the contract serves "
                        + "several",
                    hint: "call one of its arguments '\(word.rawValue)'"
                )
            }
        }
    }

    private mutating func interface(_ name: String?, _ path: String) -> BridgeInterface? {
        guard let name else { return .lockAndRelease }
        return find(name, in: interfaces, path, "bridge interface") ?? nil
    }

    /// How an end is spoken to; `nil` where that has been complained of.
    private func known(_ end: EndDraft) -> BridgeInterface? {
        guard let name = end.interface else { return .lockAndRelease }
        return interfaces.named(name)?.value ?? nil
    }

    /// Both ends know a transfer by one number.
    private mutating func judgeNumbers(
        _ interface: BridgeInterface,
        of end: EndDraft,
        _ other: EndDraft,
        _ path: String
    ) {
        guard
            let departed = interface[.departed], let released = known(other)?[.released],
            departed.largestTransfer != released.largestTransfer
        else { return }
        reader.complain(
            path + ".interface",
            "its 'departed' and the other end's 'released' number transfers by types of different "
                + "sizes: nothing that was sent would be known again"
        )
    }

    /// What can be read and still can't work.
    mutating func judge(_ bridge: Named<BridgeDraft>) {
        let ends = [
            (bridge.value.from, bridge.value.to, "from"),
            (bridge.value.to, bridge.value.from, "to"),
        ]
        for (end, other, name) in ends {
            let path = bridge.path + "." + name
            guard let interface = known(end) else { continue }
            let written = draft.bridgeInterfaces.named(end.interface ?? "")
            let hasFailed = written.map { reader.hasFailed($0.path + ".mintable") } ?? false
            if end.release == .mint, interface[.mintable] == nil, !hasFailed {
                reader.report(
                    .warning,
                    path + ".release",
                    "nothing tells how much may still be minted: every route over it holds",
                    hint: "give it an interface with 'mintable'"
                )
            }
            judgeNumbers(interface, of: end, other, path)
            let executors = [end, other].map { end in
                chains.first { $0.name == end.chain }?.draft.executor
            }
            if let send = interface[.send], !send.names(.recipient), executors[0] != executors[1] {
                reader.complain(
                    path + ".interface",
                    "its 'send' names no recipient, so the sender's own address is paid on the other "
                        + "chain, and the executors have different ones",
                    hint: "deploy both executors at one address"
                )
            }
        }
    }
}
