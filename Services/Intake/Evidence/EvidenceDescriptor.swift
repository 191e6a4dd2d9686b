import CaseModel
import Foundation
import Vault

/// What is known of one file. It lies sealed under the session's key, which only the client's token gives.
struct EvidenceDescriptor: Codable, Sendable {
    var name: String
    /// What the client said.
    var declaredType: String
    /// What the content says; nil while it is still arriving.
    var mediaType: String?
    /// Bytes: those that came, or those that are to come.
    var size: Int
    var sha256: HexBytes?
    /// The key under which the file lies sealed.
    var key: KeyBytes

    /// - Parameters:
    ///   - name: As it came; kept up to a limit, its end with the extension included.
    ///   - declaredType: As it came; what cannot be a type becomes the type of anything.
    init(name: String, declaredType: String, size: Int, key: DataKey) {
        self.name = Self.shortened(name)
        let isShort = declaredType.utf8.count <= 127 && declaredType.utf8.allSatisfy { 0x21...0x7E ~= $0 }
        self.declaredType = isShort && declaredType.contains("/") ? declaredType : "application/octet-stream"
        self.size = size
        self.key = KeyBytes(key.exposedBytes())
    }

    var dataKey: DataKey { get throws { try DataKey(bytes: key.exposed) } }

    /// Nil while the file is still arriving.
    func declared(_ id: EvidenceID) -> DeclaredEvidence? {
        guard let mediaType, let sha256 else { return nil }
        return DeclaredEvidence(
            evidenceID: id, name: name, mediaType: mediaType, declaredType: declaredType, size: Int64(size),
            sha256: sha256, key: key)
    }

    func sealed(_ id: EvidenceID, _ keys: UploadKeys) throws -> [UInt8] {
        try keys.descriptorKey.seal(Padding.pad(try JSONEncoder().encode(self).map { $0 }), context: .descriptor(id))
    }

    static func open(_ sealed: [UInt8], _ id: EvidenceID, _ keys: UploadKeys) throws -> EvidenceDescriptor {
        let plain = try Padding.unpad(try keys.descriptorKey.open(sealed, context: .descriptor(id)))
        return try JSONDecoder().decode(EvidenceDescriptor.self, from: Data(plain))
    }

    private static func shortened(_ name: String) -> String {
        let scalars = name.unicodeScalars
        guard scalars.count > FieldLimits.fileName else { return name }
        var kept = String.UnicodeScalarView(scalars.prefix(FieldLimits.fileName - 21))
        kept.append("…")
        kept.append(contentsOf: scalars.suffix(20))
        return String(kept)
    }
}

extension SealContext {
    static func descriptor(_ id: EvidenceID) -> SealContext {
        SealContext(table: "upload_files", column: "sealed", row: id.uuid)
    }
}
