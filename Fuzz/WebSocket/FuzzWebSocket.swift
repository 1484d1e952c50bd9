import Live
import Vocabulary

/// Small, so that the fuzzer finds the limit.
private let limit = 300

/// Any bytes as what a server sends: read as messages, whole and in pieces alike, and heard as news of heads.
@c(LLVMFuzzerTestOneInput)
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    // The first byte says how the rest is cut.
    let step = Int(bytes.first ?? 0) % 23 + 1
    let rest = Array(bytes.dropFirst())
    let (whole, fault) = read(rest, by: max(rest.count, 1))
    let (parted, other) = read(rest, by: step)
    precondition(whole == parted && fault == other, "pieces are read otherwise than the whole")
    hear(rest, by: step)
    return 0
}

private func read(
    _ bytes: [UInt8],
    by step: Int
) -> ([WebSocketReader.Message], WebSocketFault?) {
    var reader = WebSocketReader(mostBytes: limit)
    var messages: [WebSocketReader.Message] = []
    do throws(WebSocketFault) {
        for place in stride(from: 0, to: bytes.count, by: step) {
            reader.append(Array(bytes[place..<min(place + step, bytes.count)]))
            while let message = try reader.next() { messages.append(message) }
            // A message and a frame of it, each no larger than the limit, and the frame's head.
            precondition(reader.heldBytes <= 2 * limit + 14, "too much is kept")
        }
        return (messages, nil)
    } catch {
        return (messages, error)
    }
}

/// Greeted rightly or not: nothing is kept without end, and little is answered to little.
private func hear(_ bytes: [UInt8], by step: Int) {
    for greeting in [greeting, []] {
        let now = SteadyTime(nanoseconds: 1_000_000_000)
        var feed = HeadFeed(
            host: Secret("node"),
            target: Secret("/"),
            interval: Interval(milliseconds: 2_000),
            startingAt: now
        )
        _ = feed.handle(.time, at: now)
        _ = feed.handle(.connected(nonce: Array("the sample nonce".utf8)), at: now)
        _ = feed.handle(.received(greeting), at: now)
        var (taken, sent, looks) = (0, 0, 0)
        for place in stride(from: 0, to: bytes.count, by: step) {
            let piece = Array(bytes[place..<min(place + step, bytes.count)])
            taken += piece.count
            for effect in feed.handle(.received(piece), at: now) {
                switch effect {
                case .send(let bytes): sent += bytes.count
                case .look: looks += 1
                case .connect, .disconnect, .lost: break
                }
            }
            precondition(feed.heldBytes <= 2 * HeadFeed.mostBytes + 14, "too much is kept")
        }
        // A pong has four bytes more than its ping; a subscription and a close are sent once.
        precondition(sent <= 3 * taken + 200, "more is answered than was said")
        precondition(looks <= taken, "more looks than words")
    }
}

private let greeting = Array(
    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n").utf8
)
