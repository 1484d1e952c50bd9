/// A command's words, told apart into options and the rest.
struct Arguments {
    private(set) var rest: [String] = []
    private var flags: [String] = []
    private var values: [(option: String, value: String)] = []

    /// Reads `--flag`, `--option value` and `--option=value`; behind `--` nothing is an option.
    init(
        _ words: [String],
        flags knownFlags: [String] = [],
        options: [String] = []
    ) throws(Failure) {
        var words = words[...]
        while let word = words.popFirst() {
            guard word.hasPrefix("--"), word != "--" else {
                if word == "--" {
                    rest += words
                    return
                }
                rest.append(word)
                continue
            }
            let name = String(word.prefix { $0 != "=" })
            if knownFlags.contains(name) {
                guard name == word else { throw Failure(.usage, "'\(name)' takes no value") }
                flags.append(name)
            } else if options.contains(name) {
                let value = name == word ? words.popFirst() : String(word.dropFirst(name.count + 1))
                guard let value else { throw Failure(.usage, "'\(name)' needs a value behind it") }
                guard self[name] == nil else { throw Failure(.usage, "'\(name)' is given twice") }
                values.append((name, value))
            } else {
                let known = knownFlags + options + ["--help"]
                throw Failure(.usage, Suggestion.unknown("option", name, among: known))
            }
        }
    }

    func has(_ flag: String) -> Bool {
        flags.contains(flag)
    }

    subscript(_ option: String) -> String? {
        values.first { $0.option == option }?.value
    }

    /// Refuses words beyond the first `count`.
    func refuse(after count: Int) throws(Failure) {
        guard rest.count > count else { return }
        throw Failure(.usage, "'\(rest[count])' is one word too many")
    }
}
