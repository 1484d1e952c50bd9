import Ethereum
import Hashing
import Vocabulary

/// `cantilever abi`: calldata, return data, logs and reverts by hand.
enum ABICommand: Command {
    static let name = "abi"
    static let summary = "encode and decode calls, logs and reverts of contracts"
    static let help = """
        Encode and decode what contracts take and give.

        Usage: cantilever abi encode SIGNATURE [VALUE ...]
               cantilever abi encode --types TYPES [VALUE ...]
               cantilever abi decode SIGNATURE DATA [--json]
               cantilever abi decode --types TYPES DATA [--json]
               cantilever abi decode --returns SIGNATURE DATA [--json]
               cantilever abi decode --revert [--error SIGNATURE] DATA [--json]
               cantilever abi decode --event SIGNATURE --topics TOPIC,TOPIC,... DATA [--json]

        SIGNATURE is written as in Solidity: 'transfer(address to, uint256 amount) returns (bool)'.
        TYPES are separated by commas: 'uint256,(address,bool)[]'.
        A VALUE is a decimal number, true or false, 0x and hexadecimal digits for bytes and addresses,
        text for a string, and JSON for arrays and tuples: '["1","2"]'.
        Errors in wide use are known to --revert; --error adds one of your own.
        DATA is 0x and hexadecimal digits, or - to read them from standard input.

        Exit codes: 0 done, 64 usage, 65 a signature, value or data is wrong.

        Examples:
          cantilever abi encode 'transfer(address,uint256)' \\
              0x3535353535353535353535353535353535353535 1000000
          cantilever abi encode --types 'uint256[],bool' '["1","2"]' true
          cantilever abi decode --returns 'balanceOf(address) returns (uint256)' 0x00…2a
          cantilever abi decode --revert 0x4e487b71…11
        """

    static func run(_ arguments: [String]) throws(Failure) {
        guard let word = arguments.first else {
            throw Failure(.usage, "say what to do: abi encode|decode")
        }
        let rest = Array(arguments.dropFirst())
        switch word {
        case "encode": try encode(rest)
        case "decode": try decode(rest)
        default:
            throw Failure(.usage, Suggestion.unknown("word", word, among: ["encode", "decode"]))
        }
    }

    private static func encode(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, options: ["--types"])
        if let text = arguments["--types"] {
            let types = try ABIInput.types(text)
            Terminal.say(try encoded(arguments.rest[...], types.map(\.type), selector: []))
            return
        }
        guard let text = arguments.rest.first else {
            throw Failure(.usage, "give a signature, or --types TYPES")
        }
        let signature = try ABIInput.signature(text)
        Terminal.say(
            try encoded(
                arguments.rest.dropFirst(),
                signature.inputs.map(\.type),
                selector: signature.selector
            )
        )
    }

    private static func encoded(
        _ words: ArraySlice<String>,
        _ types: [ABIType],
        selector: [UInt8]
    ) throws(Failure) -> String {
        guard words.count == types.count else {
            throw Failure(
                .usage,
                "\(types.count) values are needed (\(ABIType.tuple(types))), not \(words.count)"
            )
        }
        var values: [ABIValue] = []
        for (index, pair) in zip(words, types).enumerated() {
            values.append(try ABIInput.value(pair.0, as: pair.1, place: "value \(index + 1)"))
        }
        do throws(ABIError) {
            return Hexadecimal.text(of: selector + (try ABIEncoder.encode(values, as: types)))
        } catch {
            throw Failure(.badData, ABIExplanation.words(for: error))
        }
    }

    private static func decode(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            flags: ["--json", "--revert"],
            options: ["--types", "--returns", "--event", "--topics", "--error"]
        )
        let modes = ["--types", "--returns", "--event"].filter { arguments[$0] != nil }
        guard modes.count + (arguments.has("--revert") ? 1 : 0) <= 1 else {
            throw Failure(
                .usage,
                "only one of --types, --returns, --event and --revert can be given"
            )
        }
        for (option, mode) in [("--topics", "--event"), ("--error", "--revert")]
        where arguments[option] != nil && arguments[mode] == nil && !arguments.has(mode) {
            throw Failure(.usage, "\(option) belongs to \(mode)")
        }
        let named = modes.isEmpty && !arguments.has("--revert") ? 2 : 1
        guard arguments.rest.count >= named else {
            throw Failure(.usage, named == 2 ? "give a signature and data" : "give the data")
        }
        try arguments.refuse(after: named)
        let data = try ABIInput.data(arguments.rest[named - 1])
        let result = try ABIReading.of(data, arguments)
        Terminal.say(arguments.has("--json") ? result.document.description : result.text)
    }
}
