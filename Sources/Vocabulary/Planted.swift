/// One mistake that tests plant, or none.
///
/// Only builds for tests (`PLANTED_BUGS`) have a place for one. Everywhere else `isPlanted` is `false` where it
/// is compiled, and nothing of a mistake is left in the product.
package struct Planted<Bug: Hashable & Sendable>: Hashable, Sendable {
    package init() {}

    #if PLANTED_BUGS
        private var bug: Bug?

        package init(_ bug: Bug?) { self.bug = bug }

        package func isPlanted(_ bug: Bug) -> Bool { self.bug == bug }
    #else
        @inline(__always)
        package func isPlanted(_: Bug) -> Bool { false }
    #endif
}
