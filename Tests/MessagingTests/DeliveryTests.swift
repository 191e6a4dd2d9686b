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
    func `a consumer that dies between effect and commit, and after it, has each event take effect once`(
        server: KafkaServer
    ) async throws {
        let house = try await House.open(server)
        let deaths = Mutex(0)
        let faults = ConsumerFaults { point in
            let dies = deaths.withLock { deaths in
                guard deaths < 6, Bool.random() else { return false }
                deaths += 1
                return true
            }
            // Passing errors: the events themselves are not at fault.
            if dies { throw CancellationError() }
        }
        let key = UUID()
        try await running([house.relay(), house.consumer(faults: faults)]) {
            try await house.append(1...60, key: key)
            #expect(try await eventually { try await house.effectCount() == 60 })
        }
        #expect(try await house.effectCount() == 60)
        #expect(try await house.isInOrder())
        await house.close()
    }
}

struct Killed: Error {}
