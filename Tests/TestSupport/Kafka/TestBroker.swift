import CFixedPort
import CRDKafka
import Dispatch
package import Kafka
import Synchronization

/// librdkafka's cluster in this process: one broker with a port of its own, and faults on request.
///
/// It keeps some 5 MB per partition in memory, and a new consumer group takes about three seconds to form.
package final class TestBroker: Sendable {
    /// The kinds of requests that can be made to fail, by their number in Kafka's protocol.
    package enum Request: Int16, Sendable {
        case produce = 0
        case fetch = 1
        case listOffsets = 2
        case metadata = 3
        case offsetCommit = 8
        case offsetFetch = 9
        case joinGroup = 11
        case initProducerID = 22
    }

    package let bootstrap: String
    private let port: UInt16
    private let state: Mutex<State>

    private struct State {
        var cluster: ClusterHandle
        var topics: [String: Int]
    }

    package init(topics: [String: Int] = [:]) throws {
        let cluster = try ClusterHandle(port: 0, topics: topics)
        bootstrap = cluster.bootstrap
        port = cluster.port
        state = Mutex(State(cluster: cluster, topics: topics))
    }

    /// For this broker: no delay of idle consumers, and a short session, since the cluster gives every change of a
    /// group's members the session's time less one second.
    package var configuration: KafkaConfiguration {
        var configuration = KafkaConfiguration(
            bootstrap: bootstrap, deliveryTimeout: .seconds(20), fetchWait: .milliseconds(10))
        configuration.sessionTimeout = .seconds(4)
        return configuration
    }

    package func createTopic(_ name: String, partitions: Int) throws {
        try state.withLock { state in
            try state.cluster.create(name, partitions)
            state.topics[name] = partitions
        }
    }

    /// Puts another cluster, with the same topics and nothing in them, in this one's place at the same port.
    package func restartEmpty() async throws {
        try await onBlockingThread { [self] in
            try state.withLock { state in
                state.cluster.end()
                // A cluster's id is made from its address in memory: another one takes the place that became free.
                let decoy = try ClusterHandle(port: 0, topics: [:])
                state.cluster = try ClusterHandle(port: port, topics: state.topics)
                decoy.end()
            }
        }
    }

    /// Lets the next requests of that kind fail with these errors, one each, in any client's order.
    package func fail(_ request: Request, with errors: [KafkaError]) {
        let codes = errors.map { rd_kafka_resp_err_t($0.number) }
        state.withLock {
            rd_kafka_mock_push_request_errors_array($0.cluster.pointer, request.rawValue, codes.count, codes)
        }
    }

    /// Answers the next request of that kind only after `delay`, and with `error` if one is given.
    package func delay(_ request: Request, by delay: Duration, error: KafkaError? = nil) {
        let code = rd_kafka_resp_err_t(error?.number ?? 0)
        _ = state.withLock {
            mock_push_delay($0.cluster.pointer, 1, request.rawValue, code, Int32(delay / .milliseconds(1)))
        }
    }

    /// Closes all connections and refuses new ones until `setUp`.
    package func setDown() { _ = state.withLock { rd_kafka_mock_broker_set_down($0.cluster.pointer, 1) } }
    package func setUp() { _ = state.withLock { rd_kafka_mock_broker_set_up($0.cluster.pointer, 1) } }
}

/// The cluster could not be started or a topic not be made.
package struct TestBrokerFailure: Error {
    package let what: String

    package init(_ what: String) { self.what = what }
}

/// Owns a cluster and the client that it needs.
///
/// Unchecked: used under the broker's lock, and freed by the last holder.
private final class ClusterHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    let bootstrap: String
    private let client: OpaquePointer
    private let ended = Atomic(false)

    var port: UInt16 { bootstrap.split(separator: ":").last.flatMap { UInt16($0) } ?? 0 }

    init(port: UInt16, topics: [String: Int]) throws {
        let configuration = rd_kafka_conf_new()
        rd_kafka_conf_set_log_cb(configuration) { _, _, _, _ in }
        guard port == 0 || fixed_port_is_free(port) == 1,
            let client = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0)
        else { throw TestBrokerFailure("client or port") }
        fixed_port_set(port)
        defer { fixed_port_set(0) }
        guard let cluster = rd_kafka_mock_cluster_new(client, 1) else { throw TestBrokerFailure("cluster") }
        self.client = client
        pointer = cluster
        bootstrap = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
        for (name, partitions) in topics { try create(name, partitions) }
    }

    deinit {
        guard !ended.load(ordering: .sequentiallyConsistent) else { return }
        let remains = Remains(cluster: pointer, client: client)
        DispatchQueue.global().async { remains.end() }
    }

    func create(_ name: String, _ partitions: Int) throws {
        guard rd_kafka_mock_topic_create(pointer, name, Int32(partitions), 1) == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw TestBrokerFailure("topic \(name)")
        }
    }

    func end() {
        guard !ended.exchange(true, ordering: .sequentiallyConsistent) else { return }
        Remains(cluster: pointer, client: client).end()
    }

    /// Unchecked: the last holder of both pointers, used once.
    private struct Remains: @unchecked Sendable {
        let cluster: OpaquePointer
        let client: OpaquePointer

        func end() {
            rd_kafka_mock_cluster_destroy(cluster)
            rd_kafka_destroy(client)
        }
    }
}

func onBlockingThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
    }
}
