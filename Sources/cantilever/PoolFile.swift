import Ethereum

/// Pool states in a file: one object, an array, or one object a line.
enum PoolFile {
    struct Entry {
        /// File and line, or place in the array.
        let place: String
        let document: JSONValue
    }

    static func entries(_ path: String) throws(Failure) -> [Entry] {
        let bytes = try Files.read(path)
        let name = path == "-" ? "standard input" : path
        do throws(JSONError) {
            let document = try JSONValue(parsing: bytes)
            guard let elements = document.elements else {
                return [Entry(place: name, document: document)]
            }
            return elements.enumerated().map {
                Entry(place: "\(name), pool \($0 + 1)", document: $1)
            }
        } catch {
            // More behind the first value: one object a line.
            guard case .trailingBytes = error else {
                throw Failure(.badData, "\(name): \(JSONExplanation.words(for: error))")
            }
        }
        return try lines(bytes, name)
    }

    private static func lines(_ bytes: [UInt8], _ name: String) throws(Failure) -> [Entry] {
        var entries: [Entry] = []
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated()
        where !line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
            let place = "\(name):\(index + 1)"
            do throws(JSONError) {
                entries.append(Entry(place: place, document: try JSONValue(parsing: Array(line))))
            } catch {
                throw Failure(.badData, "\(place): \(JSONExplanation.words(for: error))")
            }
        }
        return entries
    }
}
