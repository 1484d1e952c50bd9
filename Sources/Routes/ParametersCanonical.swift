public import Vocabulary

// The canonical forms of parameters: what a journal keeps of the configuration.

extension ParityParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("target", target)
        writer.field("enter", enter)
        writer.field("aim", aim)
        writer.field("toxic", toxic)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        target = try reader.read()
        enter = try reader.read()
        aim = try reader.read()
        toxic = try reader.read()
    }
}

extension ConfirmationParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("blocks", blocks)
        writer.field("averageBlocks", averageBlocks)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        blocks = try reader.read()
        averageBlocks = try reader.read()
    }
}

extension FreshnessParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("oldestHeadInIntervals", oldestHeadInIntervals)
        writer.field("widestSkew", widestSkew)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        oldestHeadInIntervals = try reader.read()
        widestSkew = try reader.read()
    }
}

extension SizeParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("least", least)
        writer.field("most", most)
        writer.field("perDay", perDay)
        writer.field("perPoolAndBlock", perPoolAndBlock)
        writer.field("blocksBetween", blocksBetween)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        least = try reader.read()
        most = try reader.read()
        perDay = try reader.read()
        perPoolAndBlock = try reader.read()
        blocksBetween = try reader.read()
    }
}

extension SafetyParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("tolerance", tolerance)
        writer.field("stress", stress)
        writer.field("worstCase", worstCase)
        writer.field("unwindChance", unwindChance)
        writer.field("deadlineInIntervals", deadlineInIntervals)
        writer.field("displacedFirstAbove", displacedFirstAbove)
        writer.field("gasCeiling", gasCeiling)
        writer.field("gasBufferInHundredths", gasBufferInHundredths)
        writer.field("cooldown", cooldown)
        writer.field("longestCooldown", longestCooldown)
        writer.field("capitalCostPerYear", capitalCostPerYear)
        writer.field("holdingTime", holdingTime)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        tolerance = try reader.read()
        stress = try reader.read()
        worstCase = try reader.read()
        unwindChance = try reader.read()
        deadlineInIntervals = try reader.read()
        displacedFirstAbove = try reader.read()
        gasCeiling = try reader.read()
        gasBufferInHundredths = try reader.read()
        cooldown = try reader.read()
        longestCooldown = try reader.read()
        capitalCostPerYear = try reader.read()
        holdingTime = try reader.read()
    }
}

extension ReserveParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("factor", factor)
        writer.field("window", window)
        writer.field("peakFloor", peakFloor)
        writer.field("latencyFloor", latencyFloor)
        writer.field("shortestRunway", shortestRunway)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        factor = try reader.read()
        window = try reader.read()
        peakFloor = try reader.read()
        latencyFloor = try reader.read()
        shortestRunway = try reader.read()
    }
}

extension BridgeParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("due", due)
        writer.field("band", band)
        writer.field("batch", batch)
        writer.field("mostInFlight", mostInFlight)
        writer.field("inventoryTarget", inventoryTarget)
        writer.field("inventoryFloor", inventoryFloor)
        writer.field("pause", pause)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        due = try reader.read()
        band = try reader.read()
        batch = try reader.read()
        mostInFlight = try reader.read()
        inventoryTarget = try reader.read()
        inventoryFloor = try reader.read()
        pause = try reader.read()
    }
}

extension OracleParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("widest", widest)
        writer.field("quorum", quorum)
        writer.field("calm", calm)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        widest = try reader.read()
        quorum = try reader.read()
        calm = try reader.read()
    }
}

extension RouteParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("mission", mission)
        writer.field("parity", parity)
        writer.field("confirmation", confirmation)
        writer.field("freshness", freshness)
        writer.field("size", size)
        writer.field("safety", safety)
        writer.field("reserve", reserve)
        writer.field("bridge", bridge)
        writer.field("oracle", oracle)
        writer.field("gas", gas)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        mission = try reader.read()
        parity = try reader.read()
        confirmation = try reader.read()
        freshness = try reader.read()
        size = try reader.read()
        safety = try reader.read()
        reserve = try reader.read()
        bridge = try reader.read()
        oracle = try reader.read()
        gas = try reader.read()
    }
}

extension GasTable: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("overhead", overhead)
        writer.field("dodoSwap", dodoSwap)
        writer.field("uniswapV2Swap", uniswapV2Swap)
        writer.field("uniswapV3Swap", uniswapV3Swap)
        writer.field("stableSwapSwap", stableSwapSwap)
        writer.field("bridgeSend", bridgeSend)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        overhead = try reader.read()
        dodoSwap = try reader.read()
        uniswapV2Swap = try reader.read()
        uniswapV3Swap = try reader.read()
        stableSwapSwap = try reader.read()
        bridgeSend = try reader.read()
    }
}

extension StabiliserParameters: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("threshold", threshold)
        writer.field("gain", gain)
        writer.field("least", least)
        writer.field("most", most)
        writer.field("toxic", toxic)
        writer.field("blocksBetween", blocksBetween)
        writer.field("tolerance", tolerance)
        writer.field("costPerDay", costPerDay)
        writer.field("freshness", freshness)
        writer.field("deadlineInIntervals", deadlineInIntervals)
        writer.field("gas", gas)
        writer.field("gasBufferInHundredths", gasBufferInHundredths)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init()
        threshold = try reader.read()
        gain = try reader.read()
        least = try reader.read()
        most = try reader.read()
        toxic = try reader.read()
        blocksBetween = try reader.read()
        tolerance = try reader.read()
        costPerDay = try reader.read()
        freshness = try reader.read()
        deadlineInIntervals = try reader.read()
        gas = try reader.read()
        gasBufferInHundredths = try reader.read()
    }
}

extension Mission: Canonical {
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .profit: writer.choice(0, "profit")
        case .parity(let subsidy): writer.choice(1, "parity", subsidy)
        }
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        let start = reader.offset
        switch try reader.choice() {
        case 0: self = .profit
        case 1: self = .parity(try reader.read())
        case let other: throw CanonicalError(.unknownChoice(other), at: start)
        }
    }
}

extension Mission.Subsidy: CanonicalRecord {
    public func writeFields(to writer: inout CanonicalWriter) {
        writer.field("perUnit", perUnit)
        writer.field("perDay", perDay)
    }

    public init(from reader: inout CanonicalReader) throws(CanonicalError) {
        self.init(
            perUnit: try reader.read(),
            perDay: try reader.read()
        )
    }
}
