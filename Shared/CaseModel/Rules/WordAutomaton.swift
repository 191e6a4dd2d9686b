/// Finds any of thousands of words in one pass over a text (Aho–Corasick), whatever their number.
///
/// Letters are compared as `FoldedLetters` makes them: a text is read as letters and single spaces, with a space at both
/// ends. A pattern `word*` begins a word, `*word*` may stand anywhere, `word` is a whole one; Chinese is written without
/// spaces, so that what begins with a Chinese character may always stand anywhere.
struct WordAutomaton: Sendable {
    private let letters: FoldedLetters
    private let width: Int
    /// The next state for a state and a class of letters.
    private let next: [UInt16]
    /// Where the marks of a state begin in `marks`; those of the state after it end them.
    private let begin: [UInt32]
    private let marks: [UInt16]

    init(_ patterns: [(text: String, mark: Int)]) {
        let written = patterns.map { (FoldedLetters.pattern($0.text), $0.mark) }
        let letters = FoldedLetters(alphabet: written.flatMap(\.0))
        let trie = Trie(written.map { ($0.0.map { letters.class(of: $0) }, $0.1) }, width: letters.count)
        self.letters = letters
        width = letters.count
        next = trie.next.map { UInt16(clamping: $0) }
        begin = trie.begin
        marks = trie.marks
    }

    /// Calls `found` with the mark of each pattern and the place where it ends, counted in letters.
    func scan(_ text: String, _ found: (_ mark: Int, _ position: Int) -> Void) {
        var state = Int(next[Int(FoldedLetters.space)])
        var position = 0
        var afterSpace = true
        func step(_ letter: UInt16) {
            if letter == FoldedLetters.nothing { return }
            if letter == FoldedLetters.space {
                if afterSpace { return }
                afterSpace = true
            } else {
                afterSpace = false
            }
            position += 1
            state = Int(next[state * width + Int(letter)])
            let first = begin[state]
            let last = begin[state + 1]
            if first < last { for index in first..<last { found(Int(marks[Int(index)]), position) } }
        }
        let bytes = text.utf8Span.span
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                step(letters.ascii[Int(byte)])
                index += 1
            } else if byte < 0xE0 {
                step(letters.class(of: UInt32(byte & 0x1F) << 6 | Self.rest(bytes, index + 1)))
                index += 2
            } else if byte < 0xF0 {
                let high = UInt32(byte & 0x0F) << 12 | Self.rest(bytes, index + 1) << 6
                step(letters.class(of: high | Self.rest(bytes, index + 2)))
                index += 3
            } else {
                // Beyond the plane in which all of our words are written.
                step(FoldedLetters.other)
                index += 4
            }
        }
        step(FoldedLetters.space)
    }

    private static func rest(_ bytes: Span<UInt8>, _ index: Int) -> UInt32 {
        index < bytes.count ? UInt32(bytes[index] & 0x3F) : 0
    }
}

/// The states of an automaton while it is made.
private struct Trie {
    var next: [Int]
    private(set) var begin: [UInt32] = []
    private(set) var marks: [UInt16] = []

    init(_ patterns: [([UInt16], Int)], width: Int) {
        next = [Int](repeating: -1, count: width)
        var own: [[UInt16]] = [[]]
        for (letters, mark) in patterns where !letters.isEmpty {
            var state = 0
            for letter in letters {
                let place = state * width + Int(letter)
                if next[place] < 0 {
                    next[place] = own.count
                    own.append([])
                    next.append(contentsOf: repeatElement(-1, count: width))
                }
                state = next[place]
            }
            own[state].append(UInt16(clamping: mark))
        }
        // Breadth first: what a state lacks it has from the longest of its endings that is a beginning.
        var fallback = [Int](repeating: 0, count: own.count)
        var queue: [Int] = []
        for letter in 0..<width {
            if next[letter] < 0 { next[letter] = 0 } else { queue.append(next[letter]) }
        }
        var head = 0
        while head < queue.count {
            let state = queue[head]
            head += 1
            own[state] += own[fallback[state]]
            for letter in 0..<width {
                let place = state * width + letter
                let instead = next[fallback[state] * width + letter]
                if next[place] < 0 {
                    next[place] = instead
                } else {
                    fallback[next[place]] = instead
                    queue.append(next[place])
                }
            }
        }
        for list in own {
            begin.append(UInt32(marks.count))
            marks += Set(list).sorted()
        }
        begin.append(UInt32(marks.count))
    }
}
