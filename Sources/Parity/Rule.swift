public import Vocabulary

/// The rules a verdict is made of, in the order they are looked at. Their names are the names in every
/// explanation, journal line and metric.
public enum Rule: String, CanonicalName, Hashable, Sendable {
    // Is anything to be believed?
    case running = "the route is not halted"
    case headAge = "head age"
    case skew = "skew between the chains"
    case agreement = "endpoints agree"
    case poolKnown = "pool state is known"
    case unpaused = "paused"
    case referencePrice = "reference price is known"
    case nativePrice = "native price is known"
    case toxic = "deviation is not toxic"
    // Is there anything to do?
    case enter = "deviation to act on"
    case confirmed = "block ends in a row"
    case average = "the average does not veto"
    // May it be done now?
    case noOpenPlan = "no open plan on the pools"
    case cooldown = "cooldown is over"
    case unwindingPerDay = "left for unwinding today"
    case blocksBetween = "blocks since the last execution"
    case gasPrice = "gas price"
    case gasMoney = "gas for the plan and its worst unwinding"
    case inventoryKnown = "inventory is known"
    case laneOpen = "bridge lane is open"
    case reserve = "bridge reserve, claims on top"
    case runway = "runway"
    // How much?
    case mostPerTrade = "most per trade"
    case allowedNow = "most allowed now"
    case mostPerDay = "daily volume left"
    case mostPerPool = "volume per pool and block"
    case baseInventory = "base inventory"
    case quoteInventory = "quote inventory"
    case baseReserve = "reserve for the base's way back"
    case quoteReserve = "reserve for the quote's way back"
    case confirmedDeviation = "only what has stood is closed"
    case sign = "the deviation keeps its sign"
    case signAfter = "deviation after the trade, on the same side"
    case goal = "the mission's size"
    case leastPerTrade = "least per trade"
    // Does it pay, and what can it cost?
    case edge = "net edge"
    case subsidyPerUnit = "subsidy per unit"
    case subsidyPerDay = "subsidy left today"
    case worstCase = "execution worst case"
    case quotable = "the pools take the trade"
}
