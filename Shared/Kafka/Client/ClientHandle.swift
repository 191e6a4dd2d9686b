import CRDKafka
import Dispatch
import ServiceRuntime
import Synchronization

/// Owns one librdkafka client and frees it. The pointer leaves this module never, this object not without need.
///
/// Unchecked: the pointer is constant and librdkafka's functions may be called from any thread.
final class ClientHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    let context: ClientContext

    /// Makes a client. `prepare` may set callbacks before it exists.
    init(
        _ kind: rd_kafka_type_t,
        _ properties: [(name: String, value: String)],
        context: ClientContext,
        prepare: (OpaquePointer) -> Void = { _ in }
    ) throws(KafkaError) {
        guard let configuration = rd_kafka_conf_new() else { throw KafkaError(RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE) }
        for (name, value) in properties where rd_kafka_conf_set(configuration, name, value, nil, 0) != RD_KAFKA_CONF_OK
        {
            rd_kafka_conf_destroy(configuration)
            throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG)
        }
        rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(context).toOpaque())
        rd_kafka_conf_set_log_cb(configuration, forwardLog)
        rd_kafka_conf_set_error_cb(configuration, forwardError)
        prepare(configuration)
        guard let client = rd_kafka_new(kind, configuration, nil, 0) else {
            let code = rd_kafka_last_error()
            rd_kafka_conf_destroy(configuration)
            throw KafkaError(code)
        }
        pointer = client
        self.context = context
    }

    /// Destroying joins the library's threads, which can take a moment: it happens elsewhere, the context kept alive.
    deinit {
        let remains = Remains(pointer: pointer, context: context)
        DispatchQueue.global().async { remains.destroy() }
    }

    /// Unchecked: the last holder of the pointer, used once.
    private struct Remains: @unchecked Sendable {
        let pointer: OpaquePointer
        let context: ClientContext

        func destroy() {
            guard context.mayBeDestroyed else {
                _ = Unmanaged.passRetained(context)
                return
            }
            rd_kafka_destroy_flags(pointer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
            withExtendedLifetime(context) {}
        }
    }
}

private func forwardLog(
    client: OpaquePointer?, level: Int32, facility: UnsafePointer<CChar>?, text: UnsafePointer<CChar>?
) {
    guard let client, let facility else { return }
    ClientContext.of(rd_kafka_opaque(client))?.log.library(level: level, facility: String(cString: facility))
}

private func forwardError(
    client: OpaquePointer?, code: Int32, text: UnsafePointer<CChar>?, opaque: UnsafeMutableRawPointer?
) {
    guard let context = ClientContext.of(opaque) else { return }
    let error = KafkaError(number: code)
    if error.isFatal { context.hasFailed.store(true, ordering: .sequentiallyConsistent) }
    context.log.error(error)
}
