/// Tells a flood of scripted requests from many people writing at once: by what nobody with a form in front of them sends.
/// It counts whole seconds and knows nothing about who sent what.
struct FloodWatch: Sendable {
    struct Limits: Sendable {
        /// So many requests in a second that come without a form, or fail, are too many; 0: nothing is.
        var rate = 50
        /// For so many seconds in a row: then a flood is on.
        var seconds = 3
        /// Less than half of it for so many seconds in a row: then it is over.
        var calm = 60
    }

    /// What came.
    enum Kind: Sendable {
        /// A form with a good token, a partner, work that was proved.
        case backed
        /// A program with nothing to show.
        case bare
        /// A form token, a proof or a body that is not what it should be, or a receipt code of nobody.
        case failing
    }

    private(set) var isOn = false
    private let limits: Limits
    private var second = 0
    private var counts = (backed: 0, bare: 0, failing: 0)
    private var loud = 0
    private var calm = 0

    init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    mutating func note(_ kind: Kind, second: Int) {
        turn(to: second)
        switch kind {
        case .backed: counts.backed += 1
        case .bare: counts.bare += 1
        case .failing: counts.failing += 1
        }
    }

    /// Judges the seconds that have ended.
    mutating func turn(to next: Int) {
        guard next > second else { return }
        judge()
        // The seconds between, in which nothing came.
        for _ in 0..<min(next - second - 1, limits.calm + limits.seconds) { judge() }
        second = next
    }

    private mutating func judge() {
        guard limits.rate > 0 else { return }
        let strange = counts.bare + counts.failing
        let mostFail = counts.failing * 4 >= limits.rate && counts.failing > counts.backed + counts.bare
        let isLoud = strange >= limits.rate || mostFail
        loud = isLoud ? loud + 1 : 0
        calm = !isLoud && strange * 2 < limits.rate ? calm + 1 : 0
        if loud >= limits.seconds { isOn = true }
        if calm >= limits.calm { isOn = false }
        counts = (0, 0, 0)
    }
}
