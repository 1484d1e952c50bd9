import Bot
import Vocabulary

// What goes wrong with the process, its clock and its disk.

extension SimulatedWorld {
    mutating func sufferClock() {
        if let shape = dice.strike(.clockFreeze) { spell.frozenUntil = until(shape) }
        if now >= spell.skewedUntil { spell.skew = Interval(milliseconds: 0) }
        if let shape = dice.strike(.clockJump), let jump = shape.lasting {
            spell.skew = jump
            spell.skewedUntil = now.advanced(by: Interval(milliseconds: 30_000))
        }
        let isFull = dice.prevails(.fullDisk, at: elapsed) != nil
        if isFull, !spell.isDiskFull { deliver(.journalIsShort, after: Interval(milliseconds: 1)) }
        spell.isDiskFull = isFull
    }

    /// Whether the disk refuses an effect that must be durable: the process ends there.
    mutating func losesJournal(_ effect: Effect) -> Bool {
        guard case .journal = effect else { return false }
        return dice.shouldFail(.journalFailure) || dice.shouldFail(.tornWrite)
            || dice.shouldFail(.shortWrite)
    }

    /// The disk says that an entry is durable, and has it only in its memory; a moment later the power goes.
    mutating func sufferLie(writing effect: Effect) {
        guard case .journal = effect, case .memory = storage, spell.lie == nil,
            let shape = dice.strike(.syncLie)
        else { return }
        spell.lie = WorldSpell.Lie(durable: journal.count, until: until(shape))
    }

    /// The power goes, and with it what the disk only said it had.
    mutating func losePower() {
        guard let lie = spell.lie, now >= lie.until else { return }
        spell.lie = nil
        forget(after: lie.durable)
        crash()
    }
}
