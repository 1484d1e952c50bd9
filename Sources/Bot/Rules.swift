/// The version of the rules by which the bot decides and by which entries become memory. It is raised when
/// the same events would lead to other effects, or the same entries to another memory.
///
/// 1. The first.
/// 2. Our own transfers shorten a bridge's runway, which is measured over the time that was watched; a
///    deviation that was just pushed further waits until all of it has stood.
/// 3. Contracts are inspected, and nothing is begun on a chain before they were.
/// 4. A fleet says how the contracts of its bridges are spoken to.
public enum Rules {
    public static let version: UInt64 = 4
}
