import CYAML

/// One event of a YAML stream, and where it begins.
struct YAMLEvent {
    let kind: Kind
    let location: Location
    /// What YAML can hang on a value and a strategy must not.
    var hasAnchor = false
    var hasTag = false

    enum Kind {
        case mappingStart
        case mappingEnd
        case sequenceStart
        case sequenceEnd
        case scalar(String, isPlain: Bool)
        case alias
        case documentStart
        case documentEnd
        case streamEnd
        /// Of no interest.
        case other
    }
}

/// Why a text is no YAML.
struct YAMLFault: Error {
    let problem: String
    let location: Location
}

/// libyaml's event parser. This file alone holds its pointers.
enum YAMLEvents {
    /// Gives one event after the other to `visit`, until that answers `false` or the stream ends.
    static func read(_ bytes: [UInt8], _ visit: (YAMLEvent) -> Bool) throws(YAMLFault) {
        // The library takes no empty buffer.
        guard !bytes.isEmpty else { return }
        // It keeps a pointer to its own parser, which must therefore not move.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { unsafe parser.deallocate() }
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            throw YAMLFault(problem: "there is no memory to read it", location: .start)
        }
        defer { unsafe yaml_parser_delete(parser) }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        let fault: YAMLFault? = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            while true {
                var event = unsafe yaml_event_t()
                guard unsafe yaml_parser_parse(parser, &event) == 1 else {
                    return unsafe Self.fault(parser.pointee, bytes)
                }
                let known = unsafe Self.event(event)
                unsafe yaml_event_delete(&event)
                if !visit(known) { return nil }
                if case .streamEnd = known.kind { return nil }
            }
        }
        if let fault { throw fault }
    }

    private static func event(_ event: yaml_event_t) -> YAMLEvent {
        let mark = unsafe event.start_mark
        let location = Location(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
        let data = unsafe event.data
        switch unsafe event.type {
        case YAML_MAPPING_START_EVENT:
            let start = unsafe data.mapping_start
            return unsafe YAMLEvent(
                kind: .mappingStart,
                location: location,
                hasAnchor: start.anchor != nil,
                hasTag: start.tag != nil
            )
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe data.sequence_start
            return unsafe YAMLEvent(
                kind: .sequenceStart,
                location: location,
                hasAnchor: start.anchor != nil,
                hasTag: start.tag != nil
            )
        case YAML_SCALAR_EVENT:
            let scalar = unsafe data.scalar
            let value = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return unsafe YAMLEvent(
                kind: .scalar(
                    String(decoding: value, as: UTF8.self),
                    isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE
                ),
                location: location,
                hasAnchor: scalar.anchor != nil,
                hasTag: scalar.tag != nil
            )
        case YAML_ALIAS_EVENT:
            return YAMLEvent(kind: .alias, location: location)
        case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, location: location)
        case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, location: location)
        case YAML_DOCUMENT_START_EVENT:
            return YAMLEvent(kind: .documentStart, location: location)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, location: location)
        case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, location: location)
        default: return YAMLEvent(kind: .other, location: location)
        }
    }

    private static func fault(_ parser: yaml_parser_t, _ bytes: [UInt8]) -> YAMLFault {
        let problem = unsafe parser.problem.map { unsafe String(cString: $0) }
        var words = problem ?? "it cannot be read"
        if let context = unsafe parser.context { words += unsafe " " + String(cString: context) }
        guard unsafe parser.error == YAML_READER_ERROR else {
            let mark = unsafe parser.problem_mark
            return YAMLFault(
                problem: words,
                location: Location(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
            )
        }
        // Before characters there are only bytes: the place is counted here.
        let before = unsafe bytes.prefix(Int(parser.problem_offset))
        let lines = before.split(separator: 0x0A, omittingEmptySubsequences: false)
        return YAMLFault(
            problem: words,
            location: Location(line: max(1, lines.count), column: (lines.last?.count ?? 0) + 1)
        )
    }
}
