import Numerics
public import Vocabulary

/// A virtual ERC-20 token: who holds what.
struct TokenState: Hashable, Sendable {
    let address: Address
    /// What the contract says of itself.
    var decimals: UInt8
    /// Taken from every transfer, rounded up, and burnt; zero for honest tokens.
    var transferFee: BasisPoints
    let canPause: Bool
    var isPaused = false
    private(set) var supply = UInt256.zero
    /// Nobody stands here with zero, so that equal holdings are equal values.
    private(set) var balances: [Address: UInt256] = [:]
    private var allowances: [Allowance: UInt256] = [:]

    private struct Allowance: Hashable, Sendable {
        let owner: Address
        let spender: Address
    }

    init(_ description: VirtualToken) {
        address = description.address
        decimals = description.decimals
        transferFee = description.transferFee
        canPause = description.canPause
    }

    func balance(of holder: Address) -> UInt256 { balances[holder] ?? .zero }

    /// What everybody holds together; the supply, unless a balance was made or lost on the way.
    var held: UInt256 { balances.values.reduce(.zero) { $0 &+ $1 } }

    mutating func setBalance(of holder: Address, _ amount: UInt256) {
        balances[holder] = amount.isZero ? nil : amount
    }

    mutating func setSupply(_ amount: UInt256) { supply = amount }

    func allowance(of owner: Address, to spender: Address) -> UInt256 {
        allowances[Allowance(owner: owner, spender: spender)] ?? .zero
    }

    mutating func setAllowance(of owner: Address, to spender: Address, _ amount: UInt256) {
        allowances[Allowance(owner: owner, spender: spender)] = amount.isZero ? nil : amount
    }
}

/// A token to be put on a virtual chain.
public struct VirtualToken: Hashable, Sendable {
    public var address: Address
    public var decimals: UInt8
    /// What every transfer loses, as some gold tokens take it.
    public var transferFee: BasisPoints
    public var canPause: Bool

    public init(
        address: Address,
        decimals: UInt8,
        transferFee: BasisPoints = BasisPoints(millionths: 0),
        canPause: Bool = true
    ) {
        self.address = address
        self.decimals = decimals
        self.transferFee = transferFee
        self.canPause = canPause
    }
}
