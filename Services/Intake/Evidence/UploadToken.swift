import Foundation
import Vault

/// Opens one upload session: 256 random bits in the client's hands alone, in a hidden field or a header, never in an address.
struct UploadToken: Sendable {
    let printed: String
    let keys: UploadKeys

    /// A new one.
    init() throws {
        try self.init(bytes: Randomness.bytes(UploadKeys.tokenBytes))
    }

    /// As `printed`; nil where it is none.
    init?(_ printed: String?) {
        guard let printed, printed.utf8.count == Self.printedCount else { return nil }
        let standard = printed.replacing("-", with: "+").replacing("_", with: "/") + "="
        guard let bytes = Data(base64Encoded: standard), let token = try? UploadToken(bytes: Array(bytes)),
            token.printed == printed
        else { return nil }
        self = token
    }

    private init(bytes: [UInt8]) throws {
        keys = try UploadKeys(token: bytes)
        printed = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private static let printedCount = 43
}

extension UploadToken: CustomStringConvertible, CustomReflectable {
    var description: String { "‹redacted›" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
