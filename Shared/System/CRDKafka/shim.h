#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

// Swift cannot call variadic functions.
static inline rd_kafka_resp_err_t mock_push_delay(rd_kafka_mock_cluster_t *cluster, int32_t broker, int16_t request,
                                                  rd_kafka_resp_err_t error, int milliseconds) {
    return rd_kafka_mock_broker_push_request_error_rtts(cluster, broker, request, 1, error, milliseconds);
}
