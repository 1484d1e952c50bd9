#if PLANTED_BUGS
    import Bot
    import Risk
    import Simulation
    import Vocabulary

    extension PlantedBug {
        /// The life that catches it. A bug without one does not compile.
        var caught: PlantedCase {
            switch self {
            case .lateJournal, .skippedJournalWrite:
                PlantedCase(seed: 1, minutes: 10, catcher: .audit("unwritten"))
            case .reusedNonce: PlantedCase(seed: 1, minutes: 10, catcher: .audit("nonceTwice"))
            case .ignoredDeadline: PlantedCase(seed: 1, minutes: 10, catcher: .audit("otherTerms"))
            case .zeroMinimum:
                PlantedCase(seed: 1, minutes: 10, catcher: .halt(.bot(.contradiction)))
            case .fillTwice: PlantedCase(seed: 1, minutes: 10, catcher: .halt(.bot(.shortfall)))
            case .forgottenGas:
                PlantedCase(seed: 1, minutes: 10, catcher: .halt(.bot(.shortfall)))
            case .deliveryTwice:
                PlantedCase(seed: 1, minutes: 10, catcher: .audit("booksRefuse"))
            case .unnoticedDrift:
                PlantedCase(
                    seed: 1,
                    minutes: 10,
                    incident: .loss,
                    catcher: .audit("booksDiffer")
                )
            case .unheededHalt:
                PlantedCase(
                    seed: 1,
                    minutes: 20,
                    flow: 5,
                    incident: .halt,
                    catcher: .audit("begunInHalt")
                )
            case .ignoredReserve:
                PlantedCase(
                    seed: 1,
                    minutes: 40,
                    flow: 5,
                    isOneWay: true,
                    incident: .poorVaults,
                    catcher: .audit("belowReserve")
                )
            case .wrongRounding:
                PlantedCase(
                    seed: 1,
                    minutes: 40,
                    flow: 5,
                    isOneWay: true,
                    incident: .scantVaults,
                    catcher: .audit("promisedTooMuch")
                )
            case .inFlightTwice:
                PlantedCase(
                    seed: 1,
                    minutes: 45,
                    flow: 5,
                    isOneWay: true,
                    catcher: .halt(.breaker(.drawdown))
                )
            case .staleTakenForFresh:
                PlantedCase(
                    seed: 1,
                    minutes: 15,
                    flow: 2,
                    isOneWay: true,
                    faults: "at 9 min halted-chain chain 651940 for 6 min",
                    incident: .pause,
                    catcher: .audit("begunOnOldHead")
                )
            case .oneWitness:
                PlantedCase(
                    seed: 1,
                    minutes: 20,
                    flow: 3,
                    faults: "rate 20000 rpc-lie",
                    catcher: .halt(.bot(.shortfall))
                )
            case .unknownTakenForFailed:
                PlantedCase(
                    seed: 1,
                    minutes: 10,
                    flow: 5,
                    faults: "rate 500000 rpc-error",
                    catcher: .audit("landingUntrue")
                )
            case .forgottenCancel:
                PlantedCase(
                    seed: 1,
                    minutes: 20,
                    flow: 3,
                    faults: "rate 200000 transaction-evicted",
                    catcher: .rest(.nonces)
                )
            case .forgottenUnwinding:
                PlantedCase(
                    seed: 3,
                    minutes: 20,
                    flow: 3,
                    faults: "rate 200000 revert-after-simulation",
                    catcher: .rest(.sagas)
                )
            case .ignoredLimits:
                PlantedCase(
                    seed: 3,
                    minutes: 20,
                    flow: 3,
                    faults: "rate 200000 revert-after-simulation",
                    catcher: .audit("beyondLimits")
                )
            case .unpaidReplacement:
                PlantedCase(
                    seed: 1,
                    minutes: 20,
                    flow: 3,
                    faults: "rate 200000 transaction-evicted",
                    catcher: .audit("unpaidReplacement")
                )
            case .earlyFinality:
                PlantedCase(
                    seed: 1,
                    minutes: 20,
                    flow: 3,
                    faults: "rate 300000 reorganisation depth 1",
                    catcher: .halt(.bot(.nonces))
                )
            case .forgottenReorganisation:
                PlantedCase(
                    seed: 2,
                    minutes: 20,
                    flow: 3,
                    faults: "rate 300000 reorganisation depth 1",
                    catcher: .rest(.transfers)
                )
            }
        }
    }
#endif
