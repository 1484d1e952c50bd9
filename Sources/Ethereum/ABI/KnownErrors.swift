extension ABISignature {
    /// Custom errors that tokens, routers, bridges and proxies in use revert with.
    ///
    /// Read anew each time: a revert is rare, and nothing is kept for it.
    public static var knownErrors: [ABISignature] {
        knownErrorTexts.compactMap { try? ABISignature("error " + $0) }
    }

    static let knownErrorTexts = [
        // OpenZeppelin
        "ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
        "ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
        "ERC20InvalidReceiver(address receiver)",
        "SafeERC20FailedOperation(address token)",
        "EnforcedPause()",
        "ExpectedPause()",
        "AccessControlUnauthorizedAccount(address account, bytes32 neededRole)",
        "AccessControlBadConfirmation()",
        "OwnableUnauthorizedAccount(address account)",
        "OwnableInvalidOwner(address owner)",
        "ReentrancyGuardReentrantCall()",
        "AddressEmptyCode(address target)",
        "FailedInnerCall()",
        "FailedCall()",
        // Permit2
        "InvalidNonce()",
        "SignatureExpired(uint256 deadline)",
        "AllowanceExpired(uint256 deadline)",
        "InsufficientAllowance(uint256 amount)",
        "InvalidAmount(uint256 maxAmount)",
        // Chainlink CCIP
        "UnsupportedDestinationChain(uint64)",
        "InsufficientFeeTokenAmount()",
        "InvalidMsgValue()",
        "BadARMSignal()",
        "CursedByRMN()",
        "CursedByRMN(uint64)",
        "TokenMaxCapacityExceeded(uint256,uint256,address)",
        "TokenRateLimitReached(uint256,uint256,address)",
        "AggregateValueMaxCapacityExceeded(uint256,uint256)",
        "AggregateValueRateLimitReached(uint256,uint256)",
        "UnsupportedToken(address)",
        "SenderNotAllowed(address)",
        "ChainNotAllowed(uint64)",
        "MessageGasLimitTooHigh()",
        "MessageTooLarge(uint256,uint256)",
        "InsufficientLiquidity()",
        "ManualExecutionNotYetEnabled()",
        "ReceiverError(bytes)",
        "TokenHandlingError(bytes)",
        "ExecutionError(bytes)",
        "CannotSendZeroTokens()",
        "ExtraArgOutOfOrderExecutionMustBeTrue()",
    ]
}
