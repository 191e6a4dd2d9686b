import CFixedPort
import CRDKafka
import Foundation
import Kafka
import ServiceRuntime

/// The cluster at its fixed port, from start to stop.
struct DevelopmentBroker: Service {
    let name = "broker"
    let port: Int
    let topics: TopicCatalogue

    func run(_ lifetime: Lifetime) async throws {
        let cluster = try MockCluster(port: UInt16(port))
        for topic in topics.topics { try cluster.create(topic) }
        FileHandle.standardOutput.write(Data("Development broker: serving on \(cluster.bootstrap)\n".utf8))
        lifetime.started()
        await lifetime.untilStopping()
    }
}

/// Owns librdkafka's in-process cluster and the client that it needs.
struct MockCluster: ~Copyable {
    private static let portTaken = StartFailure(
        "The port in AMPARO_BROKER_PORT cannot be used; another program may have it.", code: "broker-port")

    private let client: OpaquePointer
    private let cluster: OpaquePointer

    var bootstrap: String { String(cString: rd_kafka_mock_cluster_bootstraps(cluster)) }

    init(port: UInt16) throws {
        guard fixed_port_is_free(port) == 1 else { throw Self.portTaken }
        let configuration = rd_kafka_conf_new()
        rd_kafka_conf_set_log_cb(configuration) { _, _, _, _ in }
        guard let client = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0) else {
            throw StartFailure("librdkafka could not be started.", code: "broker-client")
        }
        fixed_port_set(port)
        defer { fixed_port_set(0) }
        guard let cluster = rd_kafka_mock_cluster_new(client, 1) else {
            rd_kafka_destroy(client)
            throw Self.portTaken
        }
        self.client = client
        self.cluster = cluster
    }

    deinit {
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(client)
    }

    /// One broker holds every replica there is.
    func create(_ topic: TopicSpecification) throws {
        let code = rd_kafka_mock_topic_create(cluster, topic.name, Int32(topic.partitions), 1)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw StartFailure("A topic could not be created.", code: "broker-topic")
        }
    }
}
