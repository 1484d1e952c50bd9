import Bot
import Contracts
import Ethereum
import Routes
import Vocabulary

// When endpoints are looked at again.

extension ChainLine {
    /// What an endpoint has shown last, and until when it would show the same again.
    struct Latest {
        var sight: Sight
        var due: SteadyTime
        var rhythm: Rhythm
        /// It told of this block by itself, so it will tell of the next one.
        var isTold = false
        /// What it has told of and not shown yet.
        var told: Told?
        /// When it was last looked at for what it told.
        var toldLook = SteadyTime(nanoseconds: 0)
    }

    struct Told {
        /// `nil` where it may be any.
        let hash: BlockHash?
        let at: SteadyTime
    }

    /// However often heads are told, looks for them are at least so far apart.
    private static let betweenTold = Interval(milliseconds: 20)
    /// How exactly it is known when a look began.
    private static let blur = Interval(milliseconds: 2)

    /// Until the next block is due, an endpoint's newest sight is what it would answer again.
    func remember(_ sight: Sight, _ question: Waiting, since took: Interval) {
        guard past == nil, case .look(let request) = question.query, request.place == .newest
        else { return }
        let (now, wall) = (SteadyTime.now, Instant.onTheWall)
        let lookedAt = now.earlier(by: took)
        let before = latest[question.endpoint]
        let isNew = before?.sight.header.hash != sight.header.hash
        let wasTold = before?.told.map { $0.hash == sight.header.hash } ?? false
        var rhythm =
            before?.rhythm ?? Rhythm(interval: chain.blockInterval, longestPause: settings.poll)
        if isNew {
            let block = sight.header.block
            // A time that somebody made up may be any.
            let begun = Int64(min(block.time.milliseconds, 1 << 60))
            let age =
                Int64(min(wall.milliseconds, 1 << 60)) - begun
                - Int64(min(took.milliseconds, 1 << 60))
            rhythm.saw(block.number, age: age, lookedAt: lookedAt, isTold: wasTold)
        } else {
            rhythm.missed(lookedAt: lookedAt)
        }
        if isNew, !latest.values.contains(where: { $0.sight.header.hash == sight.header.hash }) {
            let patience = min(Bot.witnessPatience, settings.poll)
            witnessDue = now.advanced(by: patience).advanced(by: Self.blur)
        }
        var fresh = Latest(sight: sight, due: now, rhythm: rhythm)
        fresh.isTold = isNew ? wasTold : before?.isTold ?? false
        fresh.toldLook = before?.toldLook ?? fresh.toldLook
        if let told = before?.told, !wasTold, lookedAt.advanced(by: Self.blur) < told.at {
            // It was told while this answer was under way.
            fresh.told = told
            fresh.due = max(
                now.advanced(by: Self.blur),
                lookedAt.advanced(by: Self.betweenTold)
            )
        } else {
            fresh.due = rhythm.next(after: now, isTold: fresh.isTold)
        }
        latest[question.endpoint] = fresh
    }

    /// When the first of the endpoints is due that are not due yet, or one that is silent is waited for no more.
    func nextLook(after now: SteadyTime) -> SteadyTime? {
        (latest.values.map(\.due) + [witnessDue].compactMap { $0 }).filter { $0 > now }.min()
    }

    func isDue(at now: SteadyTime) -> Bool { latest.values.contains { $0.due <= now } }

    /// An endpoint says that it has a new block, or may have.
    func note(told hash: BlockHash?, by endpoint: Int) {
        guard var known = latest[endpoint] else { return }
        if let hash, hash == known.sight.header.hash {
            // A look has come before the word of it.
            known.isTold = true
            known.due = known.rhythm.next(after: .now, isTold: true)
        } else {
            let now = SteadyTime.now
            // What is told meanwhile does not put the look off that is due for it.
            if known.told == nil {
                known.due = max(now, known.toldLook.advanced(by: Self.betweenTold))
                known.toldLook = known.due
            }
            known.told = Told(hash: hash, at: now)
        }
        latest[endpoint] = known
    }

    /// An endpoint tells nothing any more. What it did not tell is looked for.
    func noteUntold(_ endpoint: Int) {
        guard var known = latest[endpoint], known.isTold else { return }
        known.isTold = false
        known.due = .now
        latest[endpoint] = known
    }
}
