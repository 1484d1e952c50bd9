/// Text that must not be shown: a key in an address, a password, a token.
///
/// No description, dump or log of anything that holds it tells more than that it is there.
public struct Secret: Sendable {
    let text: String

    public init(_ text: String) {
        self.text = text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "(secret)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
