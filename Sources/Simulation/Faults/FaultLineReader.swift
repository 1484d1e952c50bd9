internal import Numerics
internal import Vocabulary

/// One line of a fault script, word by word.
struct FaultLineReader {
    /// A word and the column where it begins; without text where the line ends.
    struct Word {
        let text: String?
        let column: Int
    }

    private let number: Int
    private let words: [Word]
    private let end: Int
    private var place = 0

    init(_ line: Substring, number: Int) {
        self.number = number
        var words: [Word] = []
        var begun: (text: String, column: Int)?
        var column = 0
        for character in line {
            if character == "#" { break }
            column += 1
            if character == " " || character == "\t" || character == "\r" {
                if let word = begun { words.append(Word(text: word.text, column: word.column)) }
                begun = nil
            } else if let word = begun {
                begun = (word.text + String(character), word.column)
            } else {
                begun = (String(character), column)
            }
        }
        if let word = begun { words.append(Word(text: word.text, column: word.column)) }
        self.words = words
        end = (words.last.map { $0.column + ($0.text?.count ?? 0) } ?? 1)
    }

    mutating func next() -> Word? {
        guard place < words.count else { return nil }
        place += 1
        return words[place - 1]
    }

    /// The next word, or the place where there is none.
    mutating func wanted() -> Word { next() ?? Word(text: nil, column: end) }

    func error(_ word: Word, _ problem: FaultScriptError.Problem) -> FaultScriptError {
        FaultScriptError(line: number, column: word.column, problem: problem)
    }

    func unexpected(_ word: Word, expected: [String]) -> FaultScriptError {
        let nearest = word.text.flatMap { NearestWord.to($0, among: expected) }
        return error(
            word,
            .unexpected(found: word.text, expected: expected, nearest: nearest)
        )
    }
}

extension FaultLineReader {
    /// The word that comes next, and stays there.
    var ahead: String? { place < words.count ? words[place].text : nil }

    /// Where it begins, or where the line ends.
    var column: Int { place < words.count ? words[place].column : end }

    /// Refuses whatever comes behind what was understood.
    mutating func finish() throws(FaultScriptError) {
        if let more = next() { throw unexpected(more, expected: ["the end of the line"]) }
    }

    /// What stands behind `rate`, and the fault's own word.
    mutating func rate() throws(FaultScriptError) -> (FaultPlan.Rate, Word) {
        let perMillion = try count(atMost: 1_000_000)
        let (fault, word) = try fault()
        let (shape, _) = try settings(of: fault, takesTimes: false)
        return (FaultPlan.Rate(fault, perMillion: UInt32(perMillion), shape: shape), word)
    }

    /// What stands behind `at`.
    mutating func cue() throws(FaultScriptError) -> FaultPlan.Cue {
        let moment = try moment()
        let (fault, _) = try fault()
        let (shape, times) = try settings(of: fault, takesTimes: true)
        return FaultPlan.Cue(moment, fault, shape: shape, times: times ?? .once)
    }

    /// What stands behind `stop`.
    mutating func stop() throws(FaultScriptError) -> Instant {
        let word = wanted()
        guard word.text == "at" else { throw unexpected(word, expected: ["at"]) }
        let instant = Instant(milliseconds: try duration().milliseconds)
        try finish()
        return instant
    }

    private mutating func moment() throws(FaultScriptError) -> FaultPlan.Moment {
        let word = wanted()
        switch word.text {
        case "block": return .block(try count())
        case "step": return .step(try count())
        case "chance": return .chance(try count(atLeast: 1))
        case .some(let text) where text.utf8.first.map(Self.isDigit) == true:
            place -= 1
            return .time(Instant(milliseconds: try duration().milliseconds))
        default: throw unexpected(word, expected: ["a time", "block", "step", "chance"])
        }
    }

    private mutating func fault() throws(FaultScriptError) -> (Fault, Word) {
        let word = wanted()
        if let fault = word.text.flatMap(Fault.init(rawValue:)) { return (fault, word) }
        let nearest = word.text.flatMap {
            NearestWord.to($0, among: Fault.allCases.map(\.rawValue))
        }
        let guess = nearest.flatMap(Fault.init(rawValue:))
        throw error(word, .unknownFault(found: word.text, nearest: guess))
    }

    private mutating func settings(
        of fault: Fault,
        takesTimes: Bool
    ) throws(FaultScriptError) -> (FaultShape, FaultPlan.Times?) {
        var shape = FaultShape()
        var times: FaultPlan.Times?
        let known = fault.settings + (takesTimes ? [.times] : [])
        var said: [FaultSetting] = []
        while let word = next() {
            let isAlways = takesTimes && word.text == "always"
            let setting = isAlways ? .times : word.text.flatMap(FaultSetting.init(rawValue:))
            guard let setting, known.contains(setting) else {
                let words = known.map(\.rawValue) + (takesTimes ? ["always"] : [])
                throw unexpected(word, expected: words + ["the end of the line"])
            }
            if said.contains(setting) { throw error(word, .again(setting.rawValue)) }
            said.append(setting)
            switch setting {
            case .chain: shape.chain = ChainID(try count(atLeast: 1))
            case .endpoint: shape.endpoint = UInt8(try count(atMost: UInt64(UInt8.max)))
            case .depth: shape.depth = try count()
            case .factor: shape.factor = try count()
            case .share: shape.share = try share()
            case .lasting: shape.lasting = try duration()
            case .times where isAlways: times = .always
            case .times:
                let most = UInt64(UInt32.max)
                times = .count(UInt32(try count(atLeast: 1, atMost: most)))
            }
        }
        return (shape, times)
    }
}

extension FaultLineReader {
    mutating func count(
        atLeast least: UInt64 = 0,
        atMost most: UInt64 = .max
    ) throws(FaultScriptError) -> UInt64 {
        let word = wanted()
        guard let text = word.text else { throw error(word, .notANumber(found: nil)) }
        let number: UInt256
        do throws(DecimalTextError) {
            number = try DecimalNumber(text).scaled(to: 0)
        } catch .tooLarge {
            throw error(word, .tooLarge(found: text, most: most))
        } catch {
            throw self.error(word, .notANumber(found: text))
        }
        guard let count = UInt64(exactly: number), count <= most else {
            throw error(word, .tooLarge(found: text, most: most))
        }
        guard count >= least else { throw error(word, .tooSmall(found: text, least: least)) }
        return count
    }

    mutating func duration() throws(FaultScriptError) -> Interval {
        let quantity = quantity()
        do throws(QuantityTextError) {
            return try Interval(quantity.text ?? "")
        } catch {
            throw problem(error, in: quantity, else: .notADuration(found: quantity.text))
        }
    }

    mutating func share() throws(FaultScriptError) -> BasisPoints {
        let quantity = quantity()
        do throws(QuantityTextError) {
            return try BasisPoints(quantity.text ?? "")
        } catch {
            throw problem(error, in: quantity, else: .notAShare(found: quantity.text))
        }
    }

    /// A number and its unit, in one word or in two.
    mutating func quantity() -> Word {
        let word = wanted()
        guard let text = word.text, text.utf8.allSatisfy(Self.belongsToNumber),
            let unit = next()?.text
        else { return word }
        return Word(text: text + " " + unit, column: word.column)
    }

    /// A wrong unit is a wrong word, and has a nearest one.
    func problem(
        _ problem: QuantityTextError,
        in quantity: Word,
        else other: FaultScriptError.Problem
    ) -> FaultScriptError {
        guard case .unit(let unit, let expected) = problem, !unit.isEmpty,
            let text = quantity.text
        else { return error(quantity, other) }
        let isApart = text.contains(" ")
        let column = isApart ? words[place - 1].column : quantity.column + text.count - unit.count
        return unexpected(Word(text: unit, column: column), expected: expected)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func belongsToNumber(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == 0x2E || byte == 0x5F
    }
}
