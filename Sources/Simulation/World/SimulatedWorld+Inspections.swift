import Bot
import Contracts
import Ethereum
import Hashing
import Numerics
import Routes
import Vocabulary

// What goes wrong with an endpoint's word on contracts.

extension SimulatedWorld {
    mutating func inspectionTrouble(of endpoint: Endpoint) -> Trouble {
        var trouble = Trouble()
        guard hasFaults else { return trouble }
        let (chain, index) = (endpoint.chain, UInt8(clamping: endpoint.index))
        if let delay = dice.strike(.inspectionLate, on: chain, of: index)?.lasting {
            trouble.delay = delay
        }
        trouble.isMute = dice.shouldFail(.inspectionLost, on: chain, of: index)
        return trouble
    }

    /// What arrives of it.
    mutating func shown(_ inspection: Inspection, by endpoint: Endpoint) -> Inspection {
        let (chain, index) = (endpoint.chain, UInt8(clamping: endpoint.index))
        if dice.shouldFail(.inspectionLie, on: chain, of: index) {
            return inspection.lying(draw(.inspectionLie))
        }
        if dice.shouldFail(.inspectionPartial, on: chain, of: index) {
            return inspection.partial(draw(.inspectionPartial))
        }
        return inspection
    }

    /// Which of its ways a fault takes this time; no other chance is shifted by it.
    private func draw(_ fault: Fault) -> UInt64 {
        let part = UInt64(fault.number) << 32 | dice.count(of: fault).struck
        var stream = SeededStream(seed: seed, part: 0x145_0000_0000_0000 | part)
        return stream.next()
    }
}

extension Inspection {
    /// In good order and wrong: one contract, or one answer, is another. No two lies are the same.
    fileprivate func lying(_ draw: UInt64) -> Inspection {
        var (contracts, answers) = (contracts, answers)
        let strange = UInt256(draw | 1)
        guard !contracts.isEmpty else { return self }
        let index = Int(draw >> 8) % contracts.count
        let contract = contracts[index]
        switch draw % 4 {
        case 0:
            contracts[index] = ContractSight(
                code: .known(Keccak256.hash(strange.bigEndianBytes)),
                slots: contract.slots
            )
        case 1:
            contracts[index] = ContractSight(code: .known(nil), slots: contract.slots)
        case 2:
            contracts[index] = ContractSight(
                code: contract.code,
                slots: contract.slots.map { _ in .known(strange) }
            )
        default:
            // Behind who proxies run: decimals, and what pools pay.
            let told = answers.indices.dropFirst(contracts.count)
            guard let answer = told.isEmpty ? nil : told.startIndex + Int(draw >> 8) % told.count
            else { return self }
            answers[answer] = .returned(ABIWords([strange]))
        }
        return Inspection(contracts: contracts, answers: answers)
    }

    /// Parts were not answered, or are not there at all.
    fileprivate func partial(_ draw: UInt64) -> Inspection {
        let half = Int(draw >> 8) % max(1, contracts.count)
        switch draw % 4 {
        case 0:
            return Inspection(
                contracts: contracts.enumerated().map { index, contract in
                    index < half
                        ? contract
                        : ContractSight(code: .unknown(.unasked), slots: contract.slots)
                },
                answers: answers
            )
        case 1:
            return Inspection(
                contracts: contracts.map { contract in
                    ContractSight(
                        code: contract.code,
                        slots: contract.slots.map { _ in .unknown(.unasked) }
                    )
                },
                answers: answers
            )
        case 2:
            return Inspection(
                contracts: contracts,
                answers: answers.enumerated().map { $0 < half ? $1 : .unknown(.unasked) }
            )
        default:
            return Inspection(contracts: Array(contracts.prefix(half)), answers: answers)
        }
    }
}
