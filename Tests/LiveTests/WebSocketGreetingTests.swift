import Testing

@testable import Live

struct WebSocketGreetingTests {
    private static let nonce = Array("the sample nonce".utf8)
    private static let answer = """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        connection: keep-alive, Upgrade\r
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
        \r

        """

    private func refusal(_ answer: String) -> GreetingRefusal? {
        do throws(GreetingRefusal) {
            var greeting = WebSocketGreeting(nonce: Self.nonce)
            return try greeting.read(Array(answer.utf8)) == nil ? .tooLarge : nil
        } catch {
            return error
        }
    }

    @Test func `digests are those of FIPS 180, texts those of RFC 4648`() {
        func digest(_ text: String) -> String {
            SHA1.hash(Array(text.utf8)).map {
                String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
            }
            .joined()
        }
        #expect(digest("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(digest("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(
            digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                == "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        )
        #expect(
            digest(String(repeating: "a", count: 1_000_000))
                == "34aa973cd4c4daa4f61eeb2bdbad27316534016f"
        )
        let texts = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]
        for (count, text) in texts.enumerated() {
            #expect(Base64.text(of: Array("foobar".utf8.prefix(count))) == text)
        }
    }

    @Test func `the standard's example is asked and understood`() throws {
        var greeting = WebSocketGreeting(nonce: Self.nonce)
        let request = greeting.request(
            host: "server.example.com",
            target: "/chat?key=1",
            lines: [Secret("Authorization: Bearer x")]
        )
        let lines = String(decoding: request, as: UTF8.self).components("\r\n")
        #expect(lines.first == "GET /chat?key=1 HTTP/1.1")
        #expect(lines.contains("Host: server.example.com"))
        #expect(lines.contains("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="))
        #expect(lines.contains("Sec-WebSocket-Version: 13"))
        #expect(lines.contains("Authorization: Bearer x"))
        #expect(lines.suffix(2) == ["", ""])
        #expect(greeting.accept == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(try greeting.read(Array((Self.answer + "rest").utf8)) == Array("rest".utf8))
    }

    @Test func `an answer may come byte by byte`() throws {
        var greeting = WebSocketGreeting(nonce: Self.nonce)
        let bytes = Array(Self.answer.utf8)
        for byte in bytes.dropLast() { #expect(try greeting.read([byte]) == nil) }
        #expect(try greeting.read([bytes[bytes.count - 1]]) == [])
    }

    @Test func `an answer that has not understood is refused`() {
        #expect(refusal(Self.answer) == nil)
        for (old, new) in [
            ("s3pPLMBi", "s3pPLMBj"), ("Upgrade: websocket\r\n", ""),
            ("Upgrade: websocket", "Upgrade: h2c"),
            ("connection: keep-alive, Upgrade", "Connection: keep-alive"),
            ("connection:", "Sec-WebSocket-Extensions: permessage-deflate\r\nconnection:"),
            ("connection:", "Sec-WebSocket-Protocol: x\r\nconnection:"),
            ("connection:", "Sec-WebSocket-Accept: x\r\nconnection:"),
        ] {
            #expect(refusal(Self.answer.replacing(old, with: new)) == .notUnderstood, "\(new)")
        }
        for status in [200, 302, 401, 503] {
            #expect(refusal(Self.answer.replacing("101", with: "\(status)")) == .status(status))
        }
        for line in ["HTTP/1.0 101 x", "HTTP/1.1 1010 x", "SSH-2.0", "HTTP/1.1 101 x\r\nno header"]
        {
            #expect(refusal("\(line)\r\n\r\n") == .notHTTP)
        }
        #expect(
            refusal("HTTP/1.1 101 x\r\na: " + String(repeating: "b", count: 20_000)) == .tooLarge
        )
    }

    @Test func `only addresses of WebSockets are some, and none with a user in it`() throws {
        let address = try #require(HeadAddress(Secret("WSS://node.example:444/v3/key?a=1#b")))
        #expect(address.address.text == "httpS://node.example:444/v3/key?a=1#b")
        #expect(address.host.text == "node.example:444")
        #expect(address.target.text == "/v3/key?a=1")
        #expect(HeadAddress(Secret("ws://[::1]:8546"))?.host.text == "[::1]:8546")
        #expect(HeadAddress(Secret("ws://[::1]:8546"))?.target.text == "/")
        for text in [
            "http://a", "ws:/a", "ws://", "wss://me:key@a", "ws://me@a", "wsx://a", "ftp://a",
        ] {
            #expect(HeadAddress(Secret(text)) == nil, "\(text)")
            #expect(throws: EndpointFault.badHeads(endpoint: "a")) {
                try Endpoint(name: "a", address: Secret("http://a"), heads: Secret(text))
            }
        }
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
    }
}
