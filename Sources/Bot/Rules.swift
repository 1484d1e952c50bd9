/// The version of the rules by which the bot decides and by which entries become memory. It is raised when
/// the same events would lead to other effects, or the same entries to another memory.
public enum Rules {
    public static let version: UInt64 = 1
}
