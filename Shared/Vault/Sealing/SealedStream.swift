import CSodium

/// The state of a stream in locked memory: it holds the key that the next chunk is sealed with.
private final class StreamState: @unchecked Sendable {  // owned by one noncopyable sealer or opener
    let pointer: UnsafeMutablePointer<crypto_secretstream_xchacha20poly1305_state>

    init() throws(VaultError) {
        Sodium.start()
        let size = MemoryLayout<crypto_secretstream_xchacha20poly1305_state>.size
        guard let memory = sodium_malloc(size) else { throw .outOfMemory }
        pointer = memory.bindMemory(to: crypto_secretstream_xchacha20poly1305_state.self, capacity: 1)
    }

    /// From bytes that `bytes` gave.
    convenience init(_ bytes: [UInt8]) throws(VaultError) {
        guard bytes.count == Self.count else { throw .malformed }
        try self.init()
        UnsafeMutableRawPointer(pointer).copyMemory(from: bytes, byteCount: Self.count)
    }

    deinit { sodium_free(pointer) }

    static let count = MemoryLayout<crypto_secretstream_xchacha20poly1305_state>.size

    /// A copy outside locked memory. Whoever has it can open what follows.
    var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: pointer, count: Self.count)) }
}

private let lastTag: UInt8 = 3  // crypto_secretstream_xchacha20poly1305_TAG_FINAL

/// Sizes of a sealed stream: a header, then chunks of which only the last may be short.
package enum SealedStream {
    package static let chunkBytes = 256 * 1024
    /// The suite byte and libsodium's header.
    package static let headerBytes = 1 + 24
    /// What a chunk is longer by once it is sealed.
    package static let overheadBytes = 17
    /// A stream's state between two chunks, as `StreamSealer` and `StreamOpener` lay it down.
    package static var stateBytes: Int { StreamState.count }
}

/// Seals a long text chunk by chunk (`crypto_secretstream`): chunks cannot be dropped, doubled, reordered or cut off.
package struct StreamSealer: ~Copyable, Sendable {
    private let state: StreamState
    private let context: SealContext

    /// What stands before the first chunk; empty where the stream was taken up later.
    package let header: [UInt8]

    package init(key: DataKey, context: SealContext) throws(VaultError) {
        let state = try StreamState()
        var header = [UInt8](repeating: 0, count: 24)
        try key.withSubkey("amparo.data-key.stream") { key in
            _ = crypto_secretstream_xchacha20poly1305_init_push(state.pointer, &header, key)
        }
        self.state = state
        self.context = context
        self.header = [Suite.stream.rawValue] + header
    }

    /// Goes on where `state` was laid down, by a sealer or by the opener of what it sealed.
    package init(state: [UInt8], context: SealContext) throws(VaultError) {
        self.state = try StreamState(state)
        self.context = context
        header = []
    }

    /// What the stream can be taken up from later. The caller seals and wipes it. Taken up twice it must seal the same
    /// bytes again and no others.
    package var laidDown: [UInt8] { state.bytes }

    /// Seals the next chunk into `output`, which has room for `SealedStream.overheadBytes` more.
    package mutating func seal(
        _ chunk: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawPointer
    ) {
        crypto_secretstream_xchacha20poly1305_push(
            state.pointer, output.assumingMemoryBound(to: UInt8.self), nil,
            chunk.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(chunk.count), context.bytes,
            UInt64(context.bytes.count), isLast ? lastTag : 0)
    }

    /// Seals the next chunk, `SealedStream.chunkBytes` long unless it is the last.
    package mutating func seal(_ chunk: [UInt8], isLast: Bool) -> [UInt8] {
        let count = chunk.count + SealedStream.overheadBytes
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let base = buffer.baseAddress else { return }
            crypto_secretstream_xchacha20poly1305_push(
                state.pointer, base, nil, chunk, UInt64(chunk.count), context.bytes, UInt64(context.bytes.count),
                isLast ? lastTag : 0)
            initialized = count
        }
    }
}

/// Opens what a `StreamSealer` sealed. A stream is whole only when its last chunk has come.
package struct StreamOpener: ~Copyable, Sendable {
    private let state: StreamState
    private let context: SealContext

    package init(header: [UInt8], key: DataKey, context: SealContext) throws(VaultError) {
        guard try Suite(of: header) == .stream else { throw .unknownSuite }
        guard header.count == SealedStream.headerBytes else { throw .malformed }
        let state = try StreamState()
        try key.withSubkey("amparo.data-key.stream") { key throws(VaultError) in
            let result = crypto_secretstream_xchacha20poly1305_init_pull(state.pointer, Array(header[1...]), key)
            guard result == 0 else { throw .malformed }
        }
        self.state = state
        self.context = context
    }

    /// As `StreamSealer.laidDown`.
    package var laidDown: [UInt8] { state.bytes }

    package mutating func open(_ sealed: [UInt8]) throws(VaultError) -> (chunk: [UInt8], isLast: Bool) {
        guard sealed.count >= SealedStream.overheadBytes else { throw .truncated }
        let count = sealed.count - SealedStream.overheadBytes
        var tag: UInt8 = 0
        var isAuthentic = false
        let chunk = [UInt8](unsafeUninitializedCapacity: count + 1) { buffer, initialized in
            guard let base = buffer.baseAddress else { return }
            isAuthentic =
                crypto_secretstream_xchacha20poly1305_pull(
                    state.pointer, base, nil, &tag, sealed, UInt64(sealed.count), context.bytes,
                    UInt64(context.bytes.count)) == 0
            initialized = isAuthentic ? count : 0
        }
        guard isAuthentic else { throw .notAuthentic }
        return (chunk, tag == lastTag)
    }
}
