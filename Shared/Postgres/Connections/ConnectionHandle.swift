import CLibPQ
import Foundation

/// Owns a libpq connection in non-blocking mode and waits for it, always with a deadline. Used on one thread only.
final class ConnectionHandle {
    let raw: OpaquePointer

    /// Connects, or throws `unreachable`; `deinit` then frees what was begun, since `raw` has its value.
    init(_ parameters: [(key: String, value: String)], deadline: ContinuousClock.Instant) throws(PostgresError) {
        guard let raw = Self.start(parameters) else { throw PostgresError(.unreachable) }
        self.raw = raw
        amparo_silence_notices(raw)
        var state = PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK {
            let events: Int32 = state == PGRES_POLLING_READING ? Int32(POLLIN) : Int32(POLLOUT)
            guard state != PGRES_POLLING_FAILED, PQstatus(raw) != CONNECTION_BAD,
                waitFor(events, until: deadline)
            else { throw PostgresError(.unreachable) }
            state = PQconnectPoll(raw)
        }
        guard PQsetnonblocking(raw, 1) == 0 else { throw PostgresError(.unreachable) }
    }

    deinit { PQfinish(raw) }

    var socket: Int32 { PQsocket(raw) }
    var isUsable: Bool { PQstatus(raw) == CONNECTION_OK }

    /// Waits for the socket; false when the deadline passed first.
    func waitFor(_ events: Int32, until deadline: ContinuousClock.Instant?) -> Bool {
        while true {
            var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
            let timeout = deadline.map { Self.milliseconds(until: $0) } ?? -1
            let ready = poll(&descriptor, 1, timeout)
            if ready > 0 { return true }
            if ready == 0 { return false }
            if errno != EINTR { return false }
        }
    }

    /// Sends what libpq holds back, reading meanwhile so that neither side waits for the other.
    func flush(until deadline: ContinuousClock.Instant?) throws(PostgresError) {
        while true {
            switch PQflush(raw) {
            case 0: return
            case 1:
                guard waitFor(Int32(POLLIN | POLLOUT), until: deadline), PQconsumeInput(raw) == 1 else {
                    throw PostgresError(.connectionLost)
                }
            default: throw PostgresError(.connectionLost)
            }
        }
    }

    /// The next result, nil at the end of a statement's.
    func nextResult(until deadline: ContinuousClock.Instant?) throws(PostgresError) -> OpaquePointer? {
        while PQisBusy(raw) == 1 {
            guard waitFor(Int32(POLLIN), until: deadline), PQconsumeInput(raw) == 1 else {
                throw PostgresError(.connectionLost)
            }
        }
        return PQgetResult(raw)
    }

    /// The typed form of a failed result; a broken connection shows as one too.
    func failure(_ result: OpaquePointer, statement: Int?) -> PostgresError {
        guard let state = Self.field(result, amparo_diag_sqlstate) else {
            return PostgresError(isUsable ? .server : .connectionLost, statement: statement)
        }
        if Self.isStalePlan(result, sqlState: state) {
            return PostgresError(.stalePlan, sqlState: state, statement: statement)
        }
        return PostgresError(
            .server, sqlState: state, constraint: Self.field(result, amparo_diag_constraint), statement: statement)
    }

    private static func isStalePlan(_ result: OpaquePointer, sqlState: String) -> Bool {
        switch sqlState {
        // The prepared statement is not there (any more): somebody discarded it.
        case "26000": true
        // The code for anything not supported; only the place in the server tells that it is about a cached plan.
        case "0A000": field(result, amparo_diag_source_function) == "RevalidateCachedQuery"
        default: false
        }
    }

    private static func field(_ result: OpaquePointer, _ code: Int32) -> String? {
        PQresultErrorField(result, code).map { String(cString: $0) }
    }

    private static func start(_ parameters: [(key: String, value: String)]) -> OpaquePointer? {
        let keys = parameters.map { strdup($0.key) }
        let values = parameters.map { strdup($0.value) }
        defer { for text in keys + values { free(text) } }
        return PQconnectStartParams(
            keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = ContinuousClock.now.duration(to: deadline)
        return Int32(
            clamping: max(0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000))
    }
}
