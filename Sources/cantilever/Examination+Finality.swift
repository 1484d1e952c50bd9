import Configuration
import Ethereum
import Live
import Routes
import Vocabulary

// When a block can't be taken back: seals and validators, or how deep it lies.

extension Examination {
    mutating func examineFinality(_ sight: EndpointSight, _ chain: Chain, _ index: Int) {
        let subject = "\(chain.name) finality"
        switch chain.finality {
        case .sealed(let rule, let pinned):
            examineSeals(sight, rule, pinned, subject)
        case .depth(let depth): tellDepth(depth, subject, chain)
        case .depthByWorth(let table):
            guard let deepest = table.map(\.blocks).max() else { return }
            tellDepth(deepest, subject, chain)
        }
    }

    private mutating func tellDepth(_ depth: UInt64, _ subject: String, _ chain: Chain) {
        let (time, overflow) = depth.multipliedReportingOverflow(
            by: chain.blockInterval.milliseconds
        )
        let text = "a block is final \(depth) blocks deep, after \(overflow ? 0 : time / 1_000) s"
        guard depth > 0 else {
            return say(
                .warning(
                    subject,
                    "every block is taken for final at once",
                    "give a depth, unless one party makes all blocks and never takes any back"
                )
            )
        }
        say(.ok(subject, text))
    }

    private mutating func examineSeals(
        _ sight: EndpointSight,
        _ rule: Chain.SealRule,
        _ pinned: [Address],
        _ subject: String
    ) {
        let number = sight.head.block.number
        guard
            let sealed = try? SealedHeader(
                sight.head.header,
                rules: rule == .qbft ? .qbft : .ibft2
            )
        else {
            return say(
                .error(
                    subject,
                    "block \(number) carries no seals of \(rule.rawValue)",
                    "correct 'finality': nothing would ever be final"
                )
            )
        }
        let validators = sealed.extraData.validators
        if validators.sorted() == pinned.sorted() {
            say(.ok(subject, "the \(pinned.count) validators are the pinned ones"))
        } else {
            let list = validators.map { "\($0)" }.joined(separator: ", ")
            say(
                .error(
                    subject,
                    "its validators are \(list), which are not those pinned",
                    "ask the chain's operators, then correct 'validators': the bot halts for it"
                )
            )
        }
        let seals = Set(sealed.sealers.compactMap { $0 }).intersection(pinned).count
        let quorum = SealedHeader.quorum(of: pinned.count)
        let text = "\(seals) of \(pinned.count) pinned validators have sealed block \(number)"
        say(
            sealed.isFinal(validators: pinned)
                ? .ok(subject, "\(text), \(quorum) make it final")
                : .error(
                    subject,
                    "\(text), fewer than the \(quorum) that make it final",
                    "see whether the node shows whole headers, and whether validators are down"
                )
        )
    }
}
