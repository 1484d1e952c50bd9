import Glibc

/// How a piece of text stands out, where a terminal can show it.
enum PaperTone {
    case plain
    case strong
    case faint
    case good
    case warning
    case bad

    fileprivate var code: String {
        switch self {
        case .plain: "0"
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .warning: "33"
        case .bad: "31;1"
        }
    }
}

/// One row of the screen: pieces of text side by side.
struct PaperRow: Equatable {
    private(set) var pieces: [Piece] = []

    struct Piece: Equatable {
        let text: String
        let tone: PaperTone
    }

    init(_ text: String = "", _ tone: PaperTone = .plain) {
        if !text.isEmpty { add(text, tone) }
    }

    mutating func add(_ text: String, _ tone: PaperTone = .plain) {
        pieces.append(Piece(text: text, tone: tone))
    }

    var width: Int { pieces.reduce(0) { $0 + $1.text.count } }

    /// As many characters as fit.
    func rendered(width: Int, isColoured: Bool) -> String {
        var (text, rest) = ("", width)
        for piece in pieces where rest > 0 {
            let shown = piece.text.prefix(rest)
            rest -= shown.count
            let isPlain = !isColoured || piece.tone == .plain
            text += isPlain ? String(shown) : "\u{1B}[\(piece.tone.code)m\(shown)\u{1B}[0m"
        }
        return text
    }
}

/// The whole terminal as a screen of its own: what was there comes back at the end.
///
/// Only rows that have changed are written, a frame in one write, so that nothing flickers.
struct PaperScreen {
    private(set) var width = 80
    private(set) var height = 24
    private let isColoured: Bool
    private var shown: [PaperRow] = []
    /// How the terminal took its keys before; `nil` where there are none.
    private var keys: termios?

    /// Whether standard output is a terminal that can be drawn on.
    static var isThere: Bool {
        isatty(STDOUT_FILENO) == 1 && !["", "dumb"].contains(Environment["TERM"] ?? "")
    }

    init() {
        // Whatever NO_COLOR says, if it says anything.
        isColoured = (Environment["NO_COLOR"] ?? "").isEmpty
        measure()
    }

    mutating func open() {
        quieten()
        // Another screen, no cursor, no wrapping.
        Terminal.show("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[2J")
        shown = []
        measure()
    }

    func close() {
        Terminal.show("\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l")
        guard var keys else { return }
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &keys)
    }

    /// What is typed is not to stand in the middle of the view.
    private mutating func quieten() {
        var keys = termios()
        guard isatty(STDIN_FILENO) == 1, unsafe tcgetattr(STDIN_FILENO, &keys) == 0 else { return }
        self.keys = keys
        keys.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(STDIN_FILENO, TCSANOW, &keys)
    }

    /// Asks the terminal for its size again and draws all of it anew.
    mutating func resize() {
        measure()
        shown = []
        Terminal.show("\u{1B}[2J")
    }

    mutating func draw(_ rows: [PaperRow]) {
        let rows = rows.prefix(height)
        var text = ""
        for (index, row) in rows.enumerated()
        where !shown.indices.contains(index) || shown[index] != row {
            text += "\u{1B}[\(index + 1);1H"
            text += row.rendered(width: width, isColoured: isColoured) + "\u{1B}[K"
        }
        if shown.count > rows.count { text += "\u{1B}[\(rows.count + 1);1H\u{1B}[J" }
        shown = Array(rows)
        // A terminal that knows how shows the frame at once.
        if !text.isEmpty { Terminal.show("\u{1B}[?2026h" + text + "\u{1B}[?2026l") }
    }

    private mutating func measure() {
        var size = winsize()
        let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
        width = isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80
        height = isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24
    }
}
