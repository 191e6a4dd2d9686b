import CRDKafka
import Foundation
import TestSupport

/// The least that can be done with librdkafka: arguments set once, a poll now and then, reports only counted.
enum BareProducer {
    /// Records per second, from the first one handed over to the last one acknowledged.
    static func rate(
        _ bootstrap: String, _ topic: String, _ headers: [(name: String, value: [UInt8])], _ value: [UInt8],
        _ count: Int
    ) throws -> Double {
        let configuration = rd_kafka_conf_new()
        for (name, value) in [
            ("bootstrap.servers", bootstrap), ("enable.idempotence", "true"), ("acks", "all"), ("linger.ms", "2"),
        ] {
            guard rd_kafka_conf_set(configuration, name, value, nil, 0) == RD_KAFKA_CONF_OK else {
                throw TestBrokerFailure("client")
            }
        }
        rd_kafka_conf_set_log_cb(configuration) { _, _, _, _ in }
        let delivered = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        delivered.initialize(to: 0)
        defer { delivered.deallocate() }
        rd_kafka_conf_set_opaque(configuration, delivered)
        rd_kafka_conf_set_dr_msg_cb(configuration) { _, message, opaque in
            guard message?.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else { return }
            opaque?.assumingMemoryBound(to: Int.self).pointee += 1
        }
        guard let client = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0) else {
            throw TestBrokerFailure("client")
        }
        defer { rd_kafka_destroy(client) }
        guard let handle = rd_kafka_topic_new(client, topic, nil) else { throw TestBrokerFailure("client") }
        defer { rd_kafka_topic_destroy(handle) }

        let arguments = UnsafeMutablePointer<rd_kafka_vu_t>.allocate(capacity: 5 + headers.count)
        defer { arguments.deallocate() }
        let names = headers.map { strdup($0.name) }
        let values = (headers.map(\.value) + [value, Array("0123456789abcdef".utf8)]).map { bytes in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            copy.copyBytes(from: bytes)
            return copy
        }
        defer {
            for name in names { free(name) }
            for value in values { value.deallocate() }
        }
        arguments[0].vtype = RD_KAFKA_VTYPE_RKT
        arguments[0].u.rkt = handle
        arguments[1].vtype = RD_KAFKA_VTYPE_PARTITION
        arguments[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS
        arguments[2].u.i = RD_KAFKA_MSG_F_COPY
        for (index, kind) in [(3, RD_KAFKA_VTYPE_VALUE), (4, RD_KAFKA_VTYPE_KEY)] {
            arguments[index].vtype = kind
            arguments[index].u.mem.ptr = values[headers.count + index - 3].baseAddress
            arguments[index].u.mem.size = values[headers.count + index - 3].count
        }
        for index in headers.indices {
            arguments[5 + index].vtype = RD_KAFKA_VTYPE_HEADER
            arguments[5 + index].u.header.name = names[index].map { UnsafePointer($0) }
            arguments[5 + index].u.header.val = UnsafeRawPointer(values[index].baseAddress)
            arguments[5 + index].u.header.size = values[index].count
        }

        func produce(_ number: Int) {
            arguments[1].u.i32 = Int32(number % 6)
            while let error = rd_kafka_produceva(client, arguments, 5 + headers.count) {
                rd_kafka_error_destroy(error)
                rd_kafka_poll(client, 1)
            }
        }
        for number in 0..<6 { produce(number) }
        rd_kafka_flush(client, 20_000)
        delivered.pointee = 0
        let start = ContinuousClock.now
        for number in 0..<count {
            produce(number)
            if number % 1_000 == 0 { rd_kafka_poll(client, 0) }
        }
        rd_kafka_flush(client, 60_000)
        guard delivered.pointee == count else { throw TestBrokerFailure("client") }
        return Double(count) / (start.duration(to: .now) / .seconds(1))
    }
}
