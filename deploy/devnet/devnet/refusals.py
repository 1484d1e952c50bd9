"""Refusals in the words of the two clients. Bots match on them, so they are theirs to the letter."""


class Refusal(Exception):
    def __init__(self, code: int, message: str, data: str | None = None):
        super().__init__(message)
        self.code, self.message, self.data = code, message, data

    @property
    def record(self) -> dict:
        record = {"code": self.code, "message": self.message}
        if self.data is not None:
            record["data"] = self.data
        return record


_WORDS = {
    "nonce too low": ((-32001, "Nonce too low"), (-32000, "nonce too low")),
    "known": ((-32000, "Known transaction"), (-32000, "already known")),
    "underpriced replacement": (
        (-32000, "Replacement transaction underpriced"),
        (-32000, "replacement transaction underpriced"),
    ),
    "nonce gap": (
        (-32000, "Transaction nonce is too distant from current sender nonce"),
        (-32000, "account limit exceeded"),
    ),
    "funds": (
        (-32004, "Upfront cost exceeds account balance"),
        (-32000, "insufficient funds for gas * price + value"),
    ),
    "intrinsic": ((-32003, "Intrinsic gas exceeds gas limit"), (-32000, "intrinsic gas too low")),
    "block gas": (
        (-32005, "Transaction gas limit exceeds block gas limit"),
        (-32000, "exceeds block gas limit"),
    ),
    "minimum price": (
        (-32009, "Gas price below configured minimum gas price"),
        (-32000, "transaction underpriced"),
    ),
    "base fee": (
        (-32009, "Gas price below current base fee"),
        (-32000, "max fee per gas less than block base fee"),
    ),
    "tip": (
        (-32000, "Max priority fee per gas exceeds max fee per gas"),
        (-32000, "max priority fee per gas higher than max fee per gas"),
    ),
    "chain": ((-32000, "Wrong chainId"), (-32000, "invalid sender")),
    "no chain": (
        (-32000, "ChainId is required"),
        (-32000, "only replay-protected (EIP-155) transactions allowed over RPC"),
    ),
    "signature": ((-32002, "Invalid signature"), (-32000, "invalid sender")),
    "malformed": (
        (-32602, "Invalid block param (block not found)"),
        (-32000, "rlp: value size exceeds available input length"),
    ),
    "pruned": ((-32000, "World state unavailable"), (-32000, "missing trie node")),
    "not canonical": ((-32000, "Invalid input"), (-32000, "hash is not currently canonical")),
    "tag": ((-39001, "Unknown block"), (-39001, "Unknown block")),
    "header": ((-39001, "Unknown block"), (-32000, "header not found")),
    "range": (
        (-32005, "Requested range exceeds maximum RPC range limit"),
        (-32005, "block range is too wide"),
    ),
    "beyond head": (
        (-32602, "Invalid params"),
        (-32602, "block range extends beyond current head block"),
    ),
    "parameters": ((-32602, "Invalid params"), (-32602, "invalid argument")),
    "batch": (
        (-32005, "Number of requests exceeds max batch size"),
        (-32000, "batch too large"),
    ),
}


def refusal(kind: str, is_besu: bool) -> Refusal:
    code, message = _WORDS[kind][0 if is_besu else 1]
    return Refusal(code, message)


def unknown_method(method: str, is_besu: bool) -> Refusal:
    if is_besu:
        return Refusal(-32601, "Method not found")
    return Refusal(-32601, f"the method {method} does not exist/is not available")


def reverted(data: bytes, is_besu: bool) -> Refusal:
    reason = ""
    if data[:4] == bytes.fromhex("08c379a0") and len(data) >= 68:
        length = int.from_bytes(data[36:68], "big")
        reason = ": " + data[68 : 68 + length].decode(errors="replace")
    text = "Execution reverted" if is_besu else "execution reverted"
    return Refusal(3, text + ("" if is_besu else reason), "0x" + data.hex())
