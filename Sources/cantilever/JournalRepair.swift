import Journal

/// What a repair would do or has done, in words.
enum JournalRepair {
    static func plan(for path: String, _ witness: String?) throws(Failure) {
        do throws(JournalFailure) {
            let plan = try Repair(planning: path, witness: witness)
            guard plan.isNeeded else { return Terminal.say("\(path): whole, nothing to repair") }
            Terminal.say(
                """
                \(found(plan))
                would copy \(copied(plan))
                would keep entries 1 to \(plan.head.index), and cut \(plan.rows)
                \(lost(plan))
                nothing was changed
                """
            )
        } catch { throw explained(error, path) }
        throw Failure(.negative, "\(path) needs a repair; run it without --dry-run")
    }

    static func perform(on path: String, _ witness: String?) throws(Failure) {
        do throws(JournalFailure) {
            let done = try Repair.perform(on: path, witness: witness)
            guard done.isNeeded else { return Terminal.say("\(path): whole, nothing to repair") }
            Terminal.say(
                """
                \(found(done))
                copied \(copied(done))
                kept entries 1 to \(done.head.index), and cut \(done.rows)
                \(lost(done))
                """
            )
        } catch { throw explained(error, path) }
    }

    private static func found(_ repair: Repair) -> String {
        guard let broken = repair.fault else {
            return "\(repair.path): ends at entry \(repair.head.index), later ones are missing"
        }
        return "\(repair.path): entry \(broken.index) \(JournalFailureText.fault(broken.fault))"
    }

    private static func copied(_ repair: Repair) -> String {
        let copy = Repair.copyPath(repair.path)
        guard repair.fault != nil else { return "the note of the newest entry to \(copy).witness" }
        return "the journal to \(copy)"
    }

    private static func lost(_ repair: Repair) -> String {
        guard repair.lost > 0 else { return "no acknowledged entry is lost" }
        return """
            \(repair.lost) acknowledged entries are lost: compare nonces, balances and transfers with
            the journal before trading again
            """
    }

    /// What can't be cut away is not to be tried again.
    private static func explained(_ error: JournalFailure, _ path: String) -> Failure {
        switch error {
        case .broken(let chain):
            Failure(
                .badData,
                "\(path): entry \(chain.index) \(JournalFailureText.fault(chain.fault)), and whole "
                    + "segments follow; this is no torn tail, restore a backup"
            )
        case .damaged, .rewritten, .damagedWitness:
            Failure(.badData, "\(path): this can't be repaired by cutting; restore a backup")
        default: JournalFailureText.explained(error, path: path)
        }
    }
}
