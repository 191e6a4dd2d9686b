// The module Kafka.
