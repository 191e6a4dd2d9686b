import CRDKafka
import Kafka
import Testing

@Suite struct KafkaErrorTests {
    @Test(arguments: [
        (RD_KAFKA_RESP_ERR__TRANSPORT, "_TRANSPORT", true, false),
        (RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, "_MSG_TIMED_OUT", true, false),
        (RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, "_ALL_BROKERS_DOWN", true, false),
        (RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, "LEADER_NOT_AVAILABLE", true, false),
        (RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, "NOT_ENOUGH_REPLICAS", true, false),
        (RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, "UNKNOWN_TOPIC_OR_PART", true, false),
        (RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, "COORDINATOR_LOAD_IN_PROGRESS", true, false),
        (RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, "MSG_SIZE_TOO_LARGE", false, false),
        (RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "TOPIC_AUTHORIZATION_FAILED", false, false),
        (RD_KAFKA_RESP_ERR__AUTHENTICATION, "_AUTHENTICATION", false, false),
        (RD_KAFKA_RESP_ERR__SSL, "_SSL", false, false),
        (RD_KAFKA_RESP_ERR__FATAL, "_FATAL", false, true),
        (RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, "OUT_OF_ORDER_SEQUENCE_NUMBER", false, true),
        (RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, "FENCED_INSTANCE_ID", false, true),
        (RD_KAFKA_RESP_ERR__DESTROY, "_DESTROY", false, true),
    ])
    func `an error says its code, whether a retry helps and whether the client is done for`(
        _ number: rd_kafka_resp_err_t, _ code: String, _ isRetriable: Bool, _ isFatal: Bool
    ) {
        let error = KafkaError(number: number.rawValue)
        #expect(error.code == code)
        #expect(error.isRetriable == isRetriable)
        #expect(error.isFatal == isFatal)
    }

    @Test func `a commit of somebody else's partition is told apart`() {
        #expect(KafkaError(number: RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION.rawValue).isOutdatedMember)
        #expect(!KafkaError(number: RD_KAFKA_RESP_ERR__TRANSPORT.rawValue).isOutdatedMember)
    }
}
