internal import Numerics

/// A pool's curve as a seller of one side sees it: made once, looked at many times.
enum CurveGuide {
    case dodo(DODOGuide)
    case pool(Venue, Side)
    /// The pool would refuse whatever is sold.
    case nothing

    init(_ venue: Venue, selling side: Side) {
        switch venue {
        case .dodo(let pool): self = pool.guide(selling: side).map { .dodo($0) } ?? .nothing
        case .uniswapV2, .uniswapV3, .stableSwap: self = .pool(venue, side)
        }
    }

    func point(after amount: Approximation) -> CurvePoint? {
        switch self {
        case .dodo(let guide): guide.point(after: amount)
        case .pool(let venue, let side): venue.guide(selling: amount, of: side)
        case .nothing: nil
        }
    }

    /// How much is sold until the next unit brings no more than `slope`, where the curve has that in
    /// closed form.
    func amount(downTo slope: Approximation) -> Approximation? {
        if case .dodo(let guide) = self { guide.amount(downTo: slope) } else { nil }
    }
}

extension Market {
    func guide(selling side: Side) -> CurveGuide {
        CurveGuide(venue, selling: place(of: side))
    }
}
