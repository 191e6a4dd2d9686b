import Vault

/// Gathers the lines of a recovery share as somebody types them: it is printed in three, and may be typed in one.
struct ShareEntry {
    private var lines: [String] = []

    /// True before the first line of a share.
    var isEmpty: Bool { lines.isEmpty }

    /// The share once all its characters are there, nil before; a copied heading is passed over, an empty line ends a
    /// share that is too short. Where it is mistyped, the next line begins a new one.
    mutating func take(_ line: String) throws(VaultError) -> RecoveryShare? {
        guard !line.uppercased().hasPrefix("AMPARO") else { return nil }
        lines.append(line)
        let typed = lines.joined(separator: " ")
        guard line.isEmpty || typed.count(where: { $0.isLetter || $0.isNumber }) >= 72 else { return nil }
        lines = []
        return try RecoveryShare(typed: typed)
    }
}
