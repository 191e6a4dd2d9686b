/* librdkafka's own producer: events as the relay ships them, acks=all, six partitions. Prints the seconds from the first
 * event to the last acknowledgement, a warm-up event before them.
 *
 *   producer BOOTSTRAP TOPIC EVENTS */
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static long acknowledged, failed;

static void report(rd_kafka_t *client, const rd_kafka_message_t *message, void *opaque) {
    (void)client;
    (void)opaque;
    if (message->err) failed++;
    else acknowledged++;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void set(rd_kafka_conf_t *configuration, const char *key, const char *value) {
    char error[256];
    if (rd_kafka_conf_set(configuration, key, value, error, sizeof error) != RD_KAFKA_CONF_OK) exit(2);
}

static void add(rd_kafka_headers_t *headers, const char *name, const char *value) {
    rd_kafka_header_add(headers, name, -1, value, -1);
}

static void produce(rd_kafka_t *client, rd_kafka_topic_t *topic, long number) {
    char id[37], key[37], sequence[24], payload[401];
    snprintf(id, sizeof id, "%08x-0000-4000-8000-%012x", (unsigned)number, (unsigned)number);
    snprintf(key, sizeof key, "%08x-1111-4000-8000-%012x", (unsigned)number, (unsigned)number);
    snprintf(sequence, sizeof sequence, "%ld", number / 6 + 1);
    memset(payload, 'a', 400);
    memcpy(payload, "{\"text\":\"", 9);
    memcpy(payload + 9, id, 36);
    memcpy(payload + 398, "\"}", 2);
    rd_kafka_headers_t *headers = rd_kafka_headers_new(9);
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", id);
    add(headers, "ce_source", "intake");
    add(headers, "ce_type", "benchmark-event.v1");
    add(headers, "ce_subject", key);
    add(headers, "ce_time", "2026-01-01T00:00:00.000Z");
    add(headers, "ce_partitionkey", key);
    add(headers, "content-type", "application/json");
    add(headers, "ce_sequence", sequence);
    rd_kafka_vu_t arguments[] = {
        {.vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = topic},
        {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = (int32_t)(number % 6)},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {key, 36}},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {payload, 400}},
        {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = headers},
    };
    rd_kafka_error_t *error;
    while ((error = rd_kafka_produceva(client, arguments, sizeof arguments / sizeof *arguments))) {
        if (rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR__QUEUE_FULL) exit(3);
        rd_kafka_error_destroy(error);
        /* Room is made by taking reports, on this very thread. */
        rd_kafka_poll(client, 10);
    }
    rd_kafka_poll(client, 0);
}

int main(int count, char **words) {
    if (count != 4) return 1;
    long events = atol(words[3]);
    char error[256];
    rd_kafka_conf_t *configuration = rd_kafka_conf_new();
    set(configuration, "bootstrap.servers", words[1]);
    set(configuration, "enable.idempotence", "true");
    set(configuration, "acks", "all");
    rd_kafka_conf_set_dr_msg_cb(configuration, report);
    rd_kafka_t *client = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, error, sizeof error);
    if (!client) return 2;
    rd_kafka_topic_t *topic = rd_kafka_topic_new(client, words[2], NULL);
    for (int number = 0; number < 6; number++) produce(client, topic, number);
    rd_kafka_flush(client, 30000);
    if (acknowledged != 6) return 4;
    double begun = now();
    for (long number = 0; number < events; number++) produce(client, topic, number);
    rd_kafka_flush(client, 120000);
    double seconds = now() - begun;
    if (failed || acknowledged != events + 6) return 5;
    printf("%.6f\n", seconds);
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(client);
    return 0;
}
