import CMicrohttpd
import Glibc

/// The library's side: called on its thread, never waiting.
extension Exchange {
    static let yes = amparo_mhd_yes
    static let no = amparo_mhd_no

    /// Called after the header fields, for each piece of the body, after the body, and after each resumption.
    func receive(
        _ handle: OpaquePointer,
        method: UnsafePointer<CChar>,
        upload: UnsafePointer<CChar>?,
        size: UnsafeMutablePointer<Int>
    ) -> MHD_Result {
        if size.pointee > 0, let upload {
            return receiveBody(UnsafeRawBufferPointer(start: upload, count: size.pointee), remaining: size)
        }
        let stage = withState { $0.stage }
        switch stage {
        case .headers: return begin(handle, method: method)
        case .gathering: return startWithWholeBody(handle)
        case .offering: return offered(handle)
        case .streaming: return bodyEnded(handle)
        case .running, .discarding: return answerOrSuspend(handle)
        case .queued: return Self.yes
        case .cut: return Self.no
        }
    }

    private func begin(_ handle: OpaquePointer, method name: UnsafePointer<CChar>) -> MHD_Result {
        let headers = Self.copyHeaders(handle)
        let length = BodyLength(headers)
        do throws(HTTPError) {
            guard let method = Method(rawValue: String(cString: name)) else { throw .unknownMethod }
            let head = try RequestHead(method: method, target: target, headers: headers, limits: engine.limits)
            // Known from here on, so that the answer can name the request and speak its language.
            withState { state in
                state.method = method
                state.request = Request(head: head, body: RequestBody(bytes: []), deadline: 0)
            }
            let match = try engine.router.match(method, head.path)
            return try begin(handle, head: head, match: match, length: length)
        } catch {
            return refuse(handle, error, length: length, headers: headers)
        }
    }

    private func begin(
        _ handle: OpaquePointer,
        head: RequestHead,
        match: RouteTree.Match,
        length: BodyLength
    ) throws(HTTPError) -> MHD_Result {
        let description = engine.router.entries[match.route].description
        let limit = description.body.limit(engine.limits)
        withState {
            $0.match = match
            $0.bodyLimit = limit
        }
        guard length != .malformed else { throw .malformed }
        if engine.isRefusing { throw .stopping }
        if case .known(let bytes) = length, bytes > limit { throw .bodyTooLarge }
        if length == .unknown, limit == 0 { throw .bodyTooLarge }
        if case .streamed = description.body, !length.isEmpty {
            let time = description.deadline ?? engine.limits.handlerTime
            let pipe = BodyPipe(capacity: engine.limits.bufferBytes) { [weak self] in self?.resume() }
            withState { $0.pipe = pipe }
            return startSuspended(
                Request(head: head, body: RequestBody(pipe: pipe), deadline: deadline(in: time)), match)
        }
        // Without a body too: the library closes a connection that is answered before its last call for a request.
        withState { state in
            state.stage = .gathering
            if case .known(let bytes) = length, bytes > 0 { state.gathered.reserveCapacity(bytes) }
        }
        if !length.isEmpty { connection.setDeadline(MonotonicClock.now &+ engine.limits.bodyTime.nanoseconds) }
        return Self.yes
    }

    private func startWithWholeBody(_ handle: OpaquePointer) -> MHD_Result {
        let start = withState { state -> (RequestHead, RouteTree.Match, [UInt8])? in
            guard let head = state.request?.head, let match = state.match else { return nil }
            defer { state.gathered = [] }
            return (head, match, state.gathered)
        }
        guard let (head, match, bytes) = start else { return Self.no }
        let time = engine.router.entries[match.route].description.deadline ?? engine.limits.handlerTime
        let request = Request(head: head, body: RequestBody(bytes: bytes), deadline: deadline(in: time))
        guard engine.pace.startsAtOnce(match.route) else { return startSuspended(request, match, stage: .running) }
        return startAtOnce(request, match, handle)
    }

    private func deadline(in time: Duration) -> UInt64 {
        let deadline = MonotonicClock.now &+ time.nanoseconds
        connection.setDeadline(deadline)
        return deadline
    }

    /// Runs the handler here up to where it first waits: what has its answer by then needs no suspension.
    private func startAtOnce(_ request: Request, _ match: RouteTree.Match, _ handle: OpaquePointer) -> MHD_Result {
        withState { state in
            state.stage = .running
            state.request = request
        }
        let begin = MonotonicClock.now
        engine.handlerStarted()
        let task = Task.immediate { [self] in await run(request, match) }
        engine.pace.ran(match.route, for: MonotonicClock.now &- begin)
        withState { $0.task = task }
        return answerOrSuspend(handle)
    }

    /// Suspends the connection and runs the handler elsewhere.
    private func startSuspended(_ request: Request, _ match: RouteTree.Match, stage: Stage = .offering) -> MHD_Result {
        withState { state in
            state.stage = stage
            state.request = request
            guard suspend(&state) else { return Self.no }
            engine.handlerStarted()
            state.task = Task { [self] in await run(request, match) }
            return Self.yes
        }
    }

    private func run(_ request: Request, _ match: RouteTree.Match) async {
        await finish(await engine.respond(to: request, by: match))
        engine.handlerEnded()
    }

    /// Must hold the state. False when the server is closing: nothing would resume the connection.
    func suspend(_ state: inout State) -> Bool {
        guard !engine.isClosing, let handle = state.handle else {
            state.stage = .cut
            return false
        }
        state.isSuspended = true
        MHD_suspend_connection(handle)
        return true
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer, remaining: UnsafeMutablePointer<Int>) -> MHD_Result {
        let tooLarge = withState { state -> Bool in
            guard state.stage == .gathering || state.stage == .streaming else { return false }
            return state.received + bytes.count > state.bodyLimit
        }
        if tooLarge { discardAnswering(HTTPError.bodyTooLarge) }
        let result = withState { state -> MHD_Result in
            switch state.stage {
            case .gathering:
                state.gathered.append(contentsOf: bytes)
            case .streaming where state.answer == nil:
                guard state.pipe?.push(bytes) ?? true else { return suspend(&state) ? Self.yes : Self.no }
            case .streaming, .running, .discarding:
                if state.stage != .discarding {
                    state.stage = .discarding
                    state.received = 0
                }
                // A client that sends on and on gets its answer now; the library can't send it before the body's end.
                if state.received + bytes.count > engine.limits.discardBytes {
                    if !state.isSentPast, let answer = state.answer { connection.sendPast(answer.wireFormat) }
                    state.isSentPast = true
                    state.stage = .cut
                    return Self.no
                }
            case .headers, .offering, .queued, .cut:
                return Self.no
            }
            state.received += bytes.count
            remaining.pointee = 0
            return Self.yes
        }
        return result
    }

    /// The handler has asked for the body, or has answered without it.
    private func offered(_ handle: OpaquePointer) -> MHD_Result {
        let hasAnswer = withState { state in
            if state.answer == nil { state.stage = .streaming }
            return state.answer != nil
        }
        guard hasAnswer, let headers = withState({ $0.request })?.headers else { return Self.yes }
        return refuseBody(handle, length: BodyLength(headers), headers: headers)
    }

    private func bodyEnded(_ handle: OpaquePointer) -> MHD_Result {
        withState { state in
            state.stage = .running
            state.pipe?.end()
        }
        return answerOrSuspend(handle)
    }

    private func answerOrSuspend(_ handle: OpaquePointer) -> MHD_Result {
        let (answer, goesOn) = withState { state -> (Response?, Bool) in
            if state.isSentPast { state.stage = .cut }
            guard state.stage != .cut else { return (nil, false) }
            return state.answer == nil ? (nil, suspend(&state)) : (state.answer, true)
        }
        guard goesOn else { return Self.no }
        return answer.map { queue($0, on: handle) } ?? Self.yes
    }

    /// Answers a request whose header fields already say that it can't be served.
    private func refuse(
        _ handle: OpaquePointer,
        _ failure: HTTPError,
        length: BodyLength,
        headers: Headers
    ) -> MHD_Result {
        let response = engine.response(to: failure, request: withState { $0.request })
        withState { $0.answer = response }
        return refuseBody(handle, length: length, headers: headers)
    }

    /// The answer stands before the body has come. A short body is taken and thrown away, so that the client is not
    /// still sending when the connection is closed and can read the answer; with a long one it gets the answer first.
    private func refuseBody(_ handle: OpaquePointer, length: BodyLength, headers: Headers) -> MHD_Result {
        guard let answer = withState({ $0.answer }) else { return Self.no }
        // The library closes the connection then.
        if length == .malformed || headers.contains("Expect") { return queue(answer, on: handle) }
        connection.setDeadline(MonotonicClock.now &+ engine.limits.bodyTime.nanoseconds)
        withState { state in
            state.stage = .discarding
            state.received = 0
            if case .known(let bytes) = length, bytes > engine.limits.discardBytes {
                connection.sendPast(answer.wireFormat)
                state.isSentPast = true
            }
        }
        return Self.yes
    }

    private func discardAnswering(_ failure: HTTPError) {
        let response = engine.response(to: failure, request: withState { $0.request })
        let (pipe, task) = withState { state in
            if state.answer == nil { state.answer = response }
            state.stage = .discarding
            state.received = 0
            return (state.pipe, state.task)
        }
        pipe?.end(failing: failure)
        task?.cancel()
    }

    private static func copyHeaders(_ handle: OpaquePointer) -> Headers {
        var headers = Headers()
        headers.reserve(512)
        withUnsafeMutablePointer(to: &headers) { headers in
            _ = MHD_get_connection_values_n(
                handle, amparo_mhd_header_kind,
                { context, _, name, nameLength, value, valueLength in
                    guard let headers = context?.assumingMemoryBound(to: Headers.self) else { return Exchange.no }
                    headers.pointee.append(
                        UnsafeBufferPointer(
                            start: UnsafeRawPointer(name)?.assumingMemoryBound(to: UInt8.self), count: nameLength),
                        UnsafeBufferPointer(
                            start: UnsafeRawPointer(value)?.assumingMemoryBound(to: UInt8.self), count: valueLength))
                    return Exchange.yes
                }, headers)
        }
        return headers
    }
}

/// What the header fields say of the body.
enum BodyLength: Equatable {
    case known(Int), unknown, malformed

    init(_ headers: Headers) {
        let hasCoding = headers.contains("Transfer-Encoding")
        let lengths = headers.all("Content-Length")
        switch (hasCoding, lengths.count) {
        case (false, 0): self = .known(0)
        case (true, 0): self = .unknown
        case (false, 1): self = Int(lengths[0]).map { $0 >= 0 ? .known($0) : .malformed } ?? .malformed
        // Two ways to find the end are how requests get smuggled past a proxy.
        default: self = .malformed
        }
    }

    var isEmpty: Bool { self == .known(0) }
}

extension BodyPolicy {
    func limit(_ limits: HTTPLimits) -> Int {
        switch self {
        case .none: 0
        case .whole(let limit): limit ?? limits.bodyBytes
        case .streamed(let limit): limit
        }
    }
}
