import Foundation
import Kafka
import Messaging
import Postgres
import TestSupport
import Testing

/// What befalls a broker, on Apache Kafka. The in-process cluster's share is in `BrokerFaultTests`.
@Suite(.enabled(if: RealKafka.isAvailable, "there is no Apache Kafka here")) struct ClusterFaultTests {
    @Test func `a broker that dies, a topic that is made anew, a cluster that is another one cost time only`()
        async throws
    {
        let cluster = try await KafkaCluster.start()
        let house = try await House.open(cluster: cluster)
        let keys = (0..<3).map { _ in UUID() }
        func append(_ numbers: ClosedRange<Int>) async throws {
            for key in keys { try await house.append(numbers, key: key) }
        }
        func hasEffect(of count: Int) async throws -> Bool {
            try await eventually(within: .seconds(60)) { try await house.effectCount() == Int64(count * keys.count) }
        }
        try await running([house.relay(), house.consumer()]) {
            try await append(1...10)
            #expect(try await hasEffect(of: 10))

            try await cluster.kill()
            try await append(11...20)
            try await cluster.revive()
            #expect(try await hasEffect(of: 20))

            // With more partitions than before: where an event goes was decided when it was appended.
            try await cluster.deleteTopic(house.topic)
            try await append(21...30)
            try await cluster.makeTopics([house.topic: house.partitions + 2])
            #expect(try await hasEffect(of: 30))
        }

        // What nobody has read goes with the cluster.
        try await running([house.relay()]) {
            try await append(31...40)
            #expect(try await eventually(within: .seconds(60)) { try await house.isShipped() })
        }
        try await cluster.replace()
        try await cluster.makeTopics([house.topic: house.partitions, "amparo.control.v1": 1])
        try await running([house.relay(), house.consumer()]) {
            try await append(41...50)
            #expect(try await hasEffect(of: 50))
        }
        #expect(house.figure("amparo_outbox_rewinds_total") >= 1)
        #expect(try await house.effectCount() == 150)
        #expect(try await house.isInOrder())
        await house.close()
        try await cluster.end()
    }
}
