import Ledger
import Numerics
import Testing
import Vocabulary

struct LedgerTests {
    private func account(_ bucket: Bucket) throws -> Account {
        let chain = try #require(ChainID(1))
        let address = try Address("0x0000000000000000000000000000000000000001")
        let token = try #require(Token(chain: chain, address: address, symbol: "Q", decimals: 6))
        return Account(token: token, bucket: bucket)
    }

    @Test func `what leaves one account arrives in another`() throws {
        var books = Ledger(capacity: 8)
        let (capital, buffer) = (try account(.capital), try account(.buffer))
        try books.post([Entry(account: capital, change: -5), Entry(account: buffer, change: 5)])
        #expect(books.balance(of: buffer) == 5)
        #expect(books.balance(of: capital) == -5)
    }

    @Test func `a transaction that does not sum to zero changes nothing`() throws {
        var books = Ledger(capacity: 8)
        let (capital, buffer) = (try account(.capital), try account(.buffer))
        #expect(throws: Refusal.unbalanced(buffer.token)) {
            try books.post([Entry(account: capital, change: -5), Entry(account: buffer, change: 6)])
        }
        #expect(books.balance(of: capital) == .zero)
    }

    @Test func `books that are full refuse a new account`() throws {
        var books = Ledger(capacity: 1)
        let (capital, buffer) = (try account(.capital), try account(.buffer))
        #expect(throws: Refusal.tooManyAccounts(limit: 1)) {
            try books.post([Entry(account: capital, change: -5), Entry(account: buffer, change: 5)])
        }
        #expect(books.balance(of: buffer) == .zero)
    }
}
