import Foundation
import Kafka
import Messaging
import Postgres
import ServiceRuntime
import Synchronization
import TestSupport
import Testing

/// The whole way, from an append to an effect, on each kind of broker.
@Suite(.serialized) struct DeliveryTests {
    @Test(arguments: KafkaServer.available)
    func `what is appended takes effect once and in order`(server: KafkaServer) async throws {
        let house = try await House.open(server)
        let keys = (0..<5).map { _ in UUID() }
        try await running([house.relay(), house.consumer()]) {
            try await withThrowingTaskGroup { group in
                for key in keys { group.addTask { try await house.append(1...20, key: key) } }
                try await group.waitForAll()
            }
            #expect(try await eventually { try await house.effectCount() == 100 })
        }
        #expect(try await house.effectCount() == 100)
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test(arguments: KafkaServer.available)
    func `a relay that dies between numbering, producing and noting loses and doubles nothing`(
        server: KafkaServer
    ) async throws {
        let house = try await House.open(server)
        let remaining = Mutex<[RelayFaults.Point: Int]>([.numbered: 3, .beforeProduce: 2, .produced: 4])
        let faults = RelayFaults { point in
            let dies = remaining.withLock { remaining in
                guard let left = remaining[point], left > 0, Bool.random() else { return false }
                remaining[point] = left - 1
                return true
            }
            if dies { throw Killed() }
        }
        let keys = (0..<4).map { _ in UUID() }
        try await running([house.relay({ $0.retry = .milliseconds(5) }, faults: faults), house.consumer()]) {
            try await withThrowingTaskGroup { group in
                for key in keys { group.addTask { try await house.append(1...50, key: key) } }
                try await group.waitForAll()
            }
            #expect(try await eventually { try await house.effectCount() == 200 })
        }
        #expect(try await house.effectCount() == 200)
        #expect(try await house.isInOrder())
        await house.close()
    }

    @Test(arguments: KafkaServer.available)
    func `a consumer that dies before the commit of the effect, and before that of the offset, does all once`(
        server: KafkaServer
    ) async throws {
        let house = try await House.open(server)
        let remaining = Mutex<[ConsumerFaults.Point: Int]>([.beforeCommit: 4, .committed: 2])
        let faults = ConsumerFaults { point in
            let dies = remaining.withLock { remaining in
                guard let left = remaining[point], left > 0 else { return false }
                remaining[point] = left - 1
                return true
            }
            // A passing error: the events themselves are not at fault.
            if dies { throw CancellationError() }
        }
        let key = UUID()
        try await running([house.relay(), house.consumer(faults: faults)]) {
            // What has taken effect is read again by the next session, since no offset was committed behind it.
            for round in 0..<3 {
                try await house.append((round * 20 + 1)...(round * 20 + 20), key: key)
                #expect(try await eventually { try await house.effectCount() == (round + 1) * 20 })
            }
        }
        #expect(remaining.withLock { $0 } == [.beforeCommit: 0, .committed: 0])
        #expect(house.figure("amparo_consumer_skipped_total") > 0)
        #expect(try await house.effectCount() == 60)
        #expect(try await house.isInOrder())
        await house.close()
    }
}

struct Killed: Error {}
