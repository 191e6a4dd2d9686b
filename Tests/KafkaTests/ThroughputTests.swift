import CRDKafka
import Foundation
import Kafka
import ServiceRuntime
import Testing
import TestSupport

/// Figures, not judgements: what `send` costs beside a bare loop over librdkafka, on the same broker.
@Suite(.serialized) struct ThroughputTests {
    private static let count = 40_000
    private static let batch = 4_000
    private static let headers: [(name: String, value: [UInt8])] = [
        ("ce_specversion", Array("1.0".utf8)), ("ce_id", Array(UUID().uuidString.utf8)),
        ("ce_type", Array("case-opened.v1".utf8)), ("ce_source", Array("verification".utf8)),
        ("ce_subject", Array(UUID().uuidString.utf8)), ("ce_time", Array("2026-01-01T00:00:00.000Z".utf8)),
        ("traceparent", Array("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".utf8)),
        ("amparo_sequence", Array("123456".utf8)),
    ]
    private static let value = [UInt8](repeating: 0x41, count: 400)

    @Test(arguments: KafkaServer.available)
    func `the rate of send beside that of a bare loop`(_ server: KafkaServer) async throws {
        let topic = try await server.makeTopic(partitions: 6)
        let configuration = try await server.configuration()
        var ours: [Double] = []
        var bare: [Double] = []
        for _ in 0..<3 {
            bare.append(try BareProducer.rate(configuration.bootstrap, topic, Self.headers, Self.value, Self.count))
            ours.append(try await rate(configuration, topic))
        }
        let ratio = ours.sorted()[1] / bare.sorted()[1]
        print("send on \(server): \(Int(ours.sorted()[1]))/s, bare loop \(Int(bare.sorted()[1]))/s, ratio \(ratio)")
        #expect(ratio > 0)
    }

    /// Two batches under way at a time, as the relay has them.
    private func rate(_ configuration: KafkaConfiguration, _ topic: String) async throws -> Double {
        let producer = try producer(configuration)
        let records = (0..<Self.batch).map {
            OutgoingRecord(
                topic: topic, partition: Int32($0 % 6), key: Array("0123456789abcdef".utf8), value: Self.value,
                headers: Self.headers)
        }
        #expect(await producer.send(Array(records.prefix(6))).compactMap(\.delivery).count == 6)
        let start = ContinuousClock.now
        let failed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    var failed = 0
                    for _ in 0..<Self.count / Self.batch / 2 {
                        failed += await producer.send(records).count { $0.delivery == nil }
                    }
                    return failed
                }
            }
            return await group.reduce(0, +)
        }
        let rate = Double(Self.count) / (start.duration(to: .now) / .seconds(1))
        #expect(failed == 0)
        await producer.close()
        return rate
    }
}
