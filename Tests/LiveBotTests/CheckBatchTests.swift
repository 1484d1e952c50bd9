import Ethereum
import Testing

extension CheckTests {
    @Test(arguments: [0, 19])
    func `each endpoint gets one batch for all blocks, however many pools there are`(
        extraPools: Int
    ) throws {
        try devnet.order(#"{"do":"counts","reset":true}"#)
        let checked = try check(DevnetStrategy(devnet: devnet, extraPools: extraPools))
        #expect(checked.code == 0, "\(checked)")
        let counts = try devnet.order(#"{"do":"counts"}"#)
        let endpoints = try #require(counts.members)
        #expect(endpoints.count == 6)
        for endpoint in endpoints {
            func count(_ method: String) -> Int {
                guard case .number(let text)? = endpoint.value["methods"]?[method] else { return 0 }
                return Int(text) ?? 0
            }
            guard
                case .number(let requests)? = endpoint.value["requests"],
                case .number(let batches)? = endpoint.value["batches"]
            else {
                Issue.record("no counts of \(endpoint.key)")
                continue
            }
            // Every request is a batch: who it is and its newest block, older headers of one of them, all blocks
            // that are judged, and what stands at the addresses.
            #expect(requests == batches)
            let heads = count("eth_getBlockByNumber")
            // Once in 256 blocks contracts are inspected: a batch more for sixteen, with one call in it.
            let inspections = (count("eth_getCode") + 15) / 16
            let looks = count("eth_call") - inspections
            #expect(looks <= 3, "\(endpoint)")
            let others = 1 + (looks > 0 ? 1 : 0) + (heads > 2 ? 1 : 0)
            #expect(Int(requests) == inspections + others, "\(endpoint)")
            // Each but the one for older headers says of which chain it is, that for all blocks at each.
            #expect(count("eth_chainId") == 1 + looks + inspections, "\(endpoint)")
        }
        let sum = endpoints.reduce(0) { sum, endpoint in
            guard case .number(let text)? = endpoint.value["methods"]?["eth_call"] else {
                return sum
            }
            return sum + (Int(text) ?? 0)
        }
        // Two of each chain's three are asked for each of three blocks at least.
        #expect(sum >= 12)
    }
}
