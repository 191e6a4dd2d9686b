import CMicrohttpd
import Dispatch
import Glibc
import ServiceRuntime

/// Owns the library's daemon.
///
/// `stop` must come after `Engine.close`: the library ends the process when it finds a suspended connection.
// Sendable: the pointer is set once and used in `quiesce` and `stop`, which one task calls.
final class ServerDaemon: @unchecked Sendable {
    private let handle: OpaquePointer
    private let engine: Engine

    init(engine: Engine, socket: Int32) throws(StartFailure) {
        var settings = amparo_mhd_settings()
        settings.listen_socket = socket
        settings.threads = UInt32(engine.limits.threads)
        settings.connections = UInt32(engine.limits.connections)
        settings.connections_per_address = UInt32(engine.limits.connectionsPerAddress)
        settings.idle_seconds = UInt32(max(1, engine.limits.idleTime.components.seconds))
        // Address space: a connection takes as much memory as it has received at a time. The more a body brings at a time,
        // the less often anybody has to be woken for it.
        settings.memory_per_connection = 128 * 1024
        settings.context = Unmanaged.passUnretained(engine).toOpaque()
        settings.handle = handleRequest
        settings.began = requestBegan
        settings.completed = requestCompleted
        settings.connection_changed = connectionChanged
        settings.unescape = { _, _, text in text.map { strlen($0) } ?? 0 }
        guard let handle = amparo_mhd_start(&settings) else {
            throw StartFailure("The HTTP server could not be started.", code: "http-start")
        }
        self.handle = handle
        self.engine = engine
    }

    /// Accepts no more connections.
    func quiesce() {
        _ = MHD_quiesce_daemon(handle)
    }

    /// Closes all connections and ends the library's threads. Waits for them on a thread of its own.
    func stop() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                MHD_stop_daemon(self.handle)
                continuation.resume()
            }
        }
    }
}

private func engine(_ context: UnsafeMutableRawPointer?) -> Engine? {
    context.map { Unmanaged<Engine>.fromOpaque($0).takeUnretainedValue() }
}

/// The request line has come. What is returned is the request's context.
private func requestBegan(
    context: UnsafeMutableRawPointer?,
    target: UnsafePointer<CChar>?,
    handle: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let engine = engine(context), let target, let handle, let raw = amparo_mhd_socket_context(handle) else {
        return nil
    }
    let connection = Unmanaged<Connection>.fromOpaque(raw).takeUnretainedValue()
    let bytes = UnsafeBufferPointer(
        start: UnsafeRawPointer(target).assumingMemoryBound(to: UInt8.self), count: strlen(target))
    let exchange = Exchange(engine: engine, connection: connection, target: Array(bytes), handle: handle)
    connection.begin(exchange, deadline: exchange.begun &+ engine.headerTime)
    return Unmanaged.passRetained(exchange).toOpaque()
}

private func handleRequest(
    context: UnsafeMutableRawPointer?,
    handle: OpaquePointer?,
    path: UnsafePointer<CChar>?,
    method: UnsafePointer<CChar>?,
    version: UnsafePointer<CChar>?,
    upload: UnsafePointer<CChar>?,
    size: UnsafeMutablePointer<Int>?,
    request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let handle, let method, let size, let raw = request?.pointee else { return Exchange.no }
    return Unmanaged<Exchange>.fromOpaque(raw).takeUnretainedValue()
        .receive(handle, method: method, upload: upload, size: size)
}

private func requestCompleted(
    context: UnsafeMutableRawPointer?,
    handle: OpaquePointer?,
    request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    reason: MHD_RequestTerminationCode
) {
    guard let raw = request?.pointee else { return }
    request?.pointee = nil
    let exchange = Unmanaged<Exchange>.fromOpaque(raw).takeRetainedValue()
    exchange.completed()
    exchange.connection.endExchange(idleUntil: MonotonicClock.now &+ exchange.engine.idleTime)
}

private func connectionChanged(
    context: UnsafeMutableRawPointer?,
    handle: OpaquePointer?,
    socketContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    change: MHD_ConnectionNotificationCode
) {
    guard let engine = engine(context), let handle, let socketContext else { return }
    if let raw = socketContext.pointee {
        let connection = Unmanaged<Connection>.fromOpaque(raw).takeRetainedValue()
        socketContext.pointee = nil
        connection.close()
        engine.remove(connection)
    } else {
        let connection = Connection(
            descriptor: amparo_mhd_socket(handle), deadline: MonotonicClock.now &+ engine.headerTime)
        engine.add(connection)
        socketContext.pointee = Unmanaged.passRetained(connection).toOpaque()
    }
}
