import CRDKafka

/// Hands records to librdkafka with one argument list for all of them: no allocation of ours per record.
///
/// Headers go in as a list of ours and not as arguments: 2.0.2 frees those twice where a partition is not known.
struct RecordWriter: ~Copyable {
    private static let argumentCount = 7

    private let arguments: UnsafeMutablePointer<rd_kafka_vu_t>

    init() {
        arguments = .allocate(capacity: Self.argumentCount)
        arguments[0].vtype = RD_KAFKA_VTYPE_RKT
        arguments[1].vtype = RD_KAFKA_VTYPE_PARTITION
        arguments[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS
        arguments[2].u.i = RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK
        arguments[3].vtype = RD_KAFKA_VTYPE_OPAQUE
        arguments[4].vtype = RD_KAFKA_VTYPE_KEY
        arguments[5].vtype = RD_KAFKA_VTYPE_VALUE
        arguments[6].vtype = RD_KAFKA_VTYPE_HEADERS
    }

    deinit {
        arguments.deallocate()
    }

    /// Enqueues one record; waits while the library's queue is full.
    mutating func write(
        _ record: borrowing OutgoingRecord,
        to client: OpaquePointer,
        topic: OpaquePointer,
        opaque: UnsafeMutableRawPointer
    ) throws(KafkaError) {
        let headers = Self.list(record.headers)
        arguments[0].u.rkt = topic
        arguments[1].u.i32 = record.partition
        arguments[3].u.ptr = opaque
        arguments[6].u.headers = headers
        let arguments = arguments
        let error = record.key.withUnsafeBytes { key in
            arguments[4].u.mem.ptr = UnsafeMutableRawPointer(mutating: key.baseAddress)
            arguments[4].u.mem.size = key.count
            return Self.withBytes(of: record.value) { base, count in
                arguments[5].u.mem.ptr = UnsafeMutableRawPointer(mutating: base)
                arguments[5].u.mem.size = count
                return rd_kafka_produceva(client, arguments, Self.argumentCount)
            }
        }
        guard let error else { return }
        if let headers { rd_kafka_headers_destroy(headers) }
        try KafkaError.check(error)
    }

    /// A value that is there but empty has an address, so that it does not become a null value.
    private static func withBytes<Value>(
        of value: [UInt8]?, _ body: (UnsafeRawPointer?, Int) -> Value
    ) -> Value {
        guard let value else { return body(nil, 0) }
        return value.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return withUnsafeBytes(of: 0) { body($0.baseAddress, 0) } }
            return body(base, bytes.count)
        }
    }

    /// Becomes the library's when it takes the record.
    private static func list(_ headers: [(name: String, value: [UInt8])]) -> OpaquePointer? {
        guard !headers.isEmpty, let list = rd_kafka_headers_new(headers.count) else { return nil }
        for (name, value) in headers {
            var name = name
            name.withUTF8 { name in
                name.withMemoryRebound(to: CChar.self) { name in
                    value.withUnsafeBytes { value in
                        _ = rd_kafka_header_add(list, name.baseAddress, name.count, value.baseAddress, value.count)
                    }
                }
            }
        }
        return list
    }
}
