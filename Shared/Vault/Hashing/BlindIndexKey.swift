import CSodium

/// Makes tokens by which equal words are found without the words. One key per compartment; tokens are truncated, so that
/// different words share some and a token proves little.
package struct BlindIndexKey: Sendable {
    private let key: DataKey

    /// From a key of its own: `compartmentKey.derive("blind-index")`.
    package init(_ key: DataKey) {
        self.key = key
    }

    /// 1 to 32 bytes; 8 by default. `field` keeps the same word in two fields apart.
    package func token(_ word: [UInt8], field: StaticString, count: Int = 8) -> [UInt8] {
        let field = [UInt8](field.description.utf8)
        var digest = [UInt8](repeating: 0, count: 32)
        key.withBytes {
            Derivation.derive(
                from: $0, label: "amparo.blind-index", binding: [UInt8(clamping: field.count)], field, word,
                into: &digest)
        }
        return Array(digest.prefix(max(1, count)))
    }
}
