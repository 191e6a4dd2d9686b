import CMicrohttpd
import Glibc
import ServiceRuntime

/// The task's side, and what the library is given in the end.
extension Exchange {
    /// The handler has returned. Sends the answer, and for a streamed one stays until it has been produced.
    func finish(_ response: Response) async {
        guard case .stream(let stream) = response.body else {
            set(answer: response)
            return
        }
        let writer = ResponseWriter(capacity: engine.limits.bufferBytes) { [weak self] in self?.resume() }
        guard set(answer: response, writer: writer) else { return }
        do {
            if withState({ $0.method }) != .head { try await stream.produce(writer) }
            writer.finish()
        } catch {
            if !(error is ResponseClosed), !(error is CancellationError) {
                engine.logger.error("A streamed answer failed", [.error: .error(error)])
            }
            writer.fail()
        }
    }

    /// False when there is an answer already (the deadline was faster), or nobody to answer.
    @discardableResult
    private func set(answer: Response, writer: ResponseWriter? = nil) -> Bool {
        withState { state in
            guard state.answer == nil, state.handle != nil, state.stage != .cut else { return false }
            state.answer = answer
            state.writer = writer
            resume(&state)
            return true
        }
    }

    func resume() {
        withState { resume(&$0) }
    }

    private func resume(_ state: inout State) {
        guard state.isSuspended, let handle = state.handle else { return }
        state.isSuspended = false
        MHD_resume_connection(handle)
    }

    /// What is going on has taken too long, or the server stops.
    func expire(because failure: HTTPError) {
        let (stage, request) = withState { ($0.stage, $0.request) }
        let isReceiving = stage == .headers || stage == .gathering
        let response = engine.response(to: isReceiving ? HTTPError.bodyTooSlow : failure, request: request)
        let task = withState { state in
            expire(&state, with: response)
            return state.task
        }
        task?.cancel()
    }

    private func expire(_ state: inout State, with response: Response) {
        guard state.handle != nil else { return }
        switch state.stage {
        case .offering, .running:
            if state.answer == nil { state.answer = response }
            connection.setDeadline(MonotonicClock.now &+ engine.limits.responseTime.nanoseconds)
        case .headers, .gathering, .streaming, .discarding:
            // The library can't answer before the body's end, and that does not come.
            if state.answer == nil { state.answer = response }
            if !state.isSentPast, let answer = state.answer { connection.sendPast(answer.wireFormat) }
            state.isSentPast = true
            cut(&state)
        case .queued, .cut:
            cut(&state)
        }
        state.pipe?.end(failing: HTTPError.deadlineExceeded)
        resume(&state)
    }

    private func cut(_ state: inout State) {
        state.stage = .cut
        state.writer?.failQuietly()
        connection.shutDown()
    }

    /// The server closes: whatever is suspended goes on, and the library closes the connection.
    func close() {
        let task = withState { state in
            if state.stage != .queued { state.stage = .cut }
            state.writer?.failQuietly()
            resume(&state)
            return state.task
        }
        task?.cancel()
    }

    /// Gives the answer to the library. On its thread only.
    func queue(_ response: Response, on handle: OpaquePointer) -> MHD_Result {
        let writer = withState { state in
            state.stage = .queued
            return state.writer
        }
        connection.setDeadline(MonotonicClock.now &+ engine.limits.responseTime.nanoseconds)
        guard let made = make(response, writer: writer) else { return Self.no }
        response.headers.scan { name, value in
            Self.withTerminated(name) { name in
                Self.withTerminated(value) { value in _ = MHD_add_response_header(made, name, value) }
            }
            return true
        }
        let result = MHD_queue_response(handle, UInt32(response.status.rawValue), made)
        MHD_destroy_response(made)
        return result
    }

    private func make(_ response: Response, writer: ResponseWriter?) -> OpaquePointer? {
        switch response.body {
        case .bytes(let bytes):
            bytes.withUnsafeBytes {
                MHD_create_response_from_buffer(
                    $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), amparo_mhd_must_copy)
            }
        case .stream(let stream):
            MHD_create_response_from_callback(
                stream.length.map(UInt64.init) ?? amparo_mhd_size_unknown, 32 * 1024,
                { context, _, buffer, capacity in
                    guard let context, let buffer else { return amparo_mhd_end_with_error }
                    return Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
                        .send(into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity))
                },
                Unmanaged.passRetained(self).toOpaque(),
                { context in
                    guard let context else { return }
                    let exchange = Unmanaged<Exchange>.fromOpaque(context).takeRetainedValue()
                    exchange.withState { $0.writer }?.close()
                })
        }
    }

    /// Fills the library's buffer from the producer, or suspends the connection until there is something.
    private func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        withState { state in
            guard let writer = state.writer else { return amparo_mhd_end_with_error }
            switch writer.take(into: buffer) {
            case .bytes(let count):
                // A long answer may take its time as long as it moves.
                connection.setDeadline(MonotonicClock.now &+ engine.limits.responseTime.nanoseconds)
                return count
            case .end: return amparo_mhd_end_of_stream
            case .broken: return amparo_mhd_end_with_error
            case .nothingYet: return suspend(&state) ? 0 : amparo_mhd_end_with_error
            }
        }
    }

    private static func withTerminated(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafePointer<CChar>) -> Void) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
            for (index, byte) in bytes.enumerated() { buffer[index] = CChar(bitPattern: byte) }
            buffer[bytes.count] = 0
            if let start = buffer.baseAddress { body(UnsafePointer(start)) }
        }
    }
}

extension Response {
    /// The answer as it goes over the wire, for the rare case that it must go past the library.
    var wireFormat: [UInt8] {
        var text = "HTTP/1.1 \(status.rawValue) \(status.reason)\r\n"
        headers.forEach { text += "\($0): \($1)\r\n" }
        text += "Content-Length: \(bytes.count)\r\nConnection: close\r\n\r\n"
        return Array(text.utf8) + bytes
    }
}
