import CRDKafka
import Foundation

/// Hands records to librdkafka, reusing one argument list and one buffer: no allocation of ours per record.
struct RecordWriter: ~Copyable {
    private static let fixedArguments = 6

    private var arguments: UnsafeMutablePointer<rd_kafka_vu_t>
    private var argumentCapacity = 32
    private var scratch: UnsafeMutablePointer<UInt8>
    private var scratchCapacity = 4096

    init() {
        arguments = .allocate(capacity: argumentCapacity)
        scratch = .allocate(capacity: scratchCapacity)
    }

    deinit {
        arguments.deallocate()
        scratch.deallocate()
    }

    /// Enqueues one record; waits while the library's queue is full.
    mutating func write(
        _ record: borrowing OutgoingRecord, to client: OpaquePointer, topic: OpaquePointer,
        opaque: UnsafeMutableRawPointer
    ) throws(KafkaError) {
        let headerCount = copyHeaders(record.headers)
        arguments[0].vtype = RD_KAFKA_VTYPE_RKT
        arguments[0].u.rkt = topic
        arguments[1].vtype = RD_KAFKA_VTYPE_PARTITION
        arguments[1].u.i32 = record.partition
        arguments[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS
        arguments[2].u.i = RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK
        arguments[3].vtype = RD_KAFKA_VTYPE_OPAQUE
        arguments[3].u.ptr = opaque
        let arguments = arguments
        let error = record.key.withUnsafeBytes { key in
            arguments[4].vtype = RD_KAFKA_VTYPE_KEY
            arguments[4].u.mem.ptr = UnsafeMutableRawPointer(mutating: key.baseAddress)
            arguments[4].u.mem.size = key.count
            return Self.withBytes(of: record.value) { base, count in
                arguments[5].vtype = RD_KAFKA_VTYPE_VALUE
                arguments[5].u.mem.ptr = UnsafeMutableRawPointer(mutating: base)
                arguments[5].u.mem.size = count
                return rd_kafka_produceva(client, arguments, Self.fixedArguments + headerCount)
            }
        }
        try KafkaError.check(error)
    }

    /// A value that is there but empty has an address, so that it does not become a null value.
    private static func withBytes<R>(of value: [UInt8]?, _ body: (UnsafeRawPointer?, Int) -> R) -> R {
        guard let value else { return body(nil, 0) }
        return value.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return withUnsafeBytes(of: 0) { body($0.baseAddress, 0) } }
            return body(base, bytes.count)
        }
    }

    /// Copies names (with a zero byte behind) and values one after the other, and points the arguments at them.
    private mutating func copyHeaders(_ headers: [(name: String, value: [UInt8])]) -> Int {
        let size = headers.reduce(0) { $0 + $1.name.utf8.count + 1 + $1.value.count }
        if size > scratchCapacity {
            scratch.deallocate()
            scratchCapacity = size * 2
            scratch = .allocate(capacity: scratchCapacity)
        }
        if headers.count + Self.fixedArguments > argumentCapacity {
            arguments.deallocate()
            argumentCapacity = headers.count + Self.fixedArguments
            arguments = .allocate(capacity: argumentCapacity)
        }
        var next = scratch
        var argument = arguments + Self.fixedArguments
        for header in headers {
            argument.pointee.vtype = RD_KAFKA_VTYPE_HEADER
            argument.pointee.u.header.name = UnsafeRawPointer(next).assumingMemoryBound(to: CChar.self)
            next = Self.copy(header.name, to: next)
            argument.pointee.u.header.val = UnsafeRawPointer(next)
            argument.pointee.u.header.size = header.value.count
            header.value.withUnsafeBufferPointer { bytes in
                if let base = bytes.baseAddress { next.update(from: base, count: bytes.count) }
            }
            next += header.value.count
            argument += 1
        }
        return headers.count
    }

    private static func copy(_ name: String, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var name = name
        let count = name.withUTF8 { bytes in
            if let base = bytes.baseAddress { target.update(from: base, count: bytes.count) }
            return bytes.count
        }
        target[count] = 0
        return target + count + 1
    }
}
