import Foundation
import Testing
import Vault

/// The published figures of each primitive, through our own functions.
@Suite struct VectorTests {
    struct XWingVector: Decodable {
        let seed, eseed, ss, sk, pk, ct: String

        static func all() throws -> [XWingVector] {
            let url = try #require(Bundle.module.url(forResource: "Vectors/xwing", withExtension: "json"))
            return try JSONDecoder().decode([XWingVector].self, from: Data(contentsOf: url))
        }
    }

    @Test(.enabled(if: PostQuantum.isAvailable)) func `X-Wing gives the draft's keys, ciphertexts and secrets`() throws
    {
        let vectors = try XWingVector.all()
        #expect(vectors.count == 3)
        for vector in vectors {
            let publicKey = try XWing.publicKey(seed: [UInt8](hex: vector.seed))
            #expect(publicKey == [UInt8](hex: vector.pk))
            let sent = try XWing.encapsulate(to: publicKey, seed: [UInt8](hex: vector.eseed))
            #expect(sent.ciphertext == [UInt8](hex: vector.ct))
            #expect(sent.sharedSecret == [UInt8](hex: vector.ss))
            #expect(try XWing.decapsulate(sent.ciphertext, seed: [UInt8](hex: vector.sk)) == [UInt8](hex: vector.ss))
        }
    }

    @Test func `XChaCha20-Poly1305 gives the draft's ciphertext and tag`() throws {
        let sealed = try AEAD.encrypt(
            [UInt8](
                ascii: "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
                    + "sunscreen would be it."),
            additional: [UInt8](hex: "50515253c0c1c2c3c4c5c6c7"),
            nonce: [UInt8](hex: "404142434445464748494a4b4c4d4e4f5051525354555657"),
            key: Array(0x80...0x9f))
        #expect(
            sealed
                == [UInt8](
                    hex: """
                        bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39
                        ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9
                        21f9664c97637da9768812f615c68b13b52e c0875924c1c7987947deafd8780acf49
                        """))
    }

    @Test func `BLAKE2b gives RFC 7693's and the keyed test's digests`() throws {
        #expect(
            try BLAKE2b.hash([UInt8](ascii: "abc"), count: 64)
                == [UInt8](
                    hex: """
                        ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1
                        7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923
                        """))
        #expect(
            try BLAKE2b.hash([], key: Array(0...0x3f), count: 64)
                == [UInt8](
                    hex: """
                        10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786
                        b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568
                        """))
    }

    @Test func `Ed25519 gives RFC 8032's first and second signatures`() throws {
        let first = try SigningKey(
            seed: [UInt8](hex: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
        #expect(
            first.verificationKey.bytes
                == [UInt8](hex: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
        #expect(
            first.signExactly([])
                == [UInt8](
                    hex: """
                        e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555
                        fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
                        """))
        let second = try SigningKey(
            seed: [UInt8](hex: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
        #expect(
            second.signExactly([0x72])
                == [UInt8](
                    hex: """
                        92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
                        085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
                        """))
    }

    @Test func `SHA-256 gives NIST's digests, at once and in pieces`() {
        let expected = [UInt8](hex: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SHA256.hash([UInt8](ascii: "abc")) == expected)
        var pieces = SHA256()
        pieces.update([UInt8](ascii: "a"))
        pieces.update([UInt8](ascii: "xbcx")[1...2])
        let digest = pieces.current()
        #expect(digest == expected)
        #expect(SHA256.hash([]) == [UInt8](hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
    }

    @Test(arguments: [
        (
            "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", true
        ),
        (
            "differentpassword",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94", true
        ),
        (
            "passwords", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", false
        ),
    ])
    func `Argon2id accepts the reference implementation's hashes`(
        password: String, hash: String, fits: Bool
    ) async throws {
        #expect(try await PasswordHash.verify(password, against: hash) == fits)
    }
}
