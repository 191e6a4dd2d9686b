import CCurl
import ServiceRuntime

/// One request with libcurl's easy interface. Owns its handle.
struct WebTransfer: ~Copyable {
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let raw: UnsafeMutableRawPointer
    private let headers: UnsafeMutablePointer<curl_slist>
    private let mostBytes: Int
    private let accepts: String

    private init(raw: UnsafeMutableRawPointer, headers: UnsafeMutablePointer<curl_slist>, post: WebPost) {
        self.raw = raw
        self.headers = headers
        mostBytes = post.mostBytes
        accepts = post.accepts
    }

    static func prepared(_ post: WebPost) throws(WebPost.Failure) -> WebTransfer {
        guard isReady, let raw = curl_easy_init() else {
            throw .unreachable(Int(CURLE_FAILED_INIT.rawValue))
        }
        // Without this libcurl would wait a second for leave to send the body.
        let lines = ["Content-Type: \(post.contentType)", "Accept: \(post.accepts)", "Expect:"]
        var headers: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(headers, line) else {
                curl_slist_free_all(headers)
                curl_easy_cleanup(raw)
                throw .unreachable(Int(CURLE_OUT_OF_MEMORY.rawValue))
            }
            headers = longer
        }
        guard let headers else {
            curl_easy_cleanup(raw)
            throw .unreachable(Int(CURLE_OUT_OF_MEMORY.rawValue))
        }
        let transfer = WebTransfer(raw: raw, headers: headers, post: post)
        try transfer.configure(post)
        return transfer
    }

    deinit {
        curl_easy_cleanup(raw)
        curl_slist_free_all(headers)
    }

    private func configure(_ post: WebPost) throws(WebPost.Failure) {
        let milliseconds = Int(post.timeout / .milliseconds(1))
        try set(CURLOPT_URL, post.url)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try check(amparo_curl_set_list(raw, CURLOPT_HTTPHEADER, headers))
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 10_000))
        try set(CURLOPT_TIMEOUT_MS, milliseconds)
    }

    /// Sends the body and takes the answer, where it is 200 and of the type that was wanted.
    func perform(_ body: [UInt8], unless cancellation: Cancellation) throws(WebPost.Failure) -> [UInt8] {
        let answer = Answer(mostBytes: mostBytes, cancellation)
        let context = Unmanaged.passRetained(answer)
        defer { context.release() }
        try set(CURLOPT_POST, 1)
        try set(CURLOPT_POSTFIELDSIZE, body.count)
        try check(amparo_curl_set_writer(raw, takeAnswer, context.toOpaque()))
        try check(amparo_curl_set_progress(raw, askWhetherToStopAnswer, context.toOpaque()))
        let code = try body.withUnsafeBytes { bytes -> Result<CURLcode, WebPost.Failure> in
            Result { () throws(WebPost.Failure) in
                // libcurl copies it.
                try check(
                    amparo_curl_set_pointer(
                        raw, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress)))
                return curl_easy_perform(raw)
            }
        }.get()
        if code != CURLE_OK { throw reason(code, answer) }
        let status = amparo_curl_response_code(raw)
        let type = amparo_curl_content_type(raw).map { String(cString: $0) } ?? ""
        guard status == 200, type.lowercased().hasPrefix(accepts) else { throw .refused(status) }
        return answer.bytes
    }

    private func reason(_ code: CURLcode, _ answer: Answer) -> WebPost.Failure {
        switch code {
        case CURLE_ABORTED_BY_CALLBACK: .cancelled
        case CURLE_WRITE_ERROR where answer.isTooMuch: .tooMuch
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE: .noTrustedTLS
        default: .unreachable(Int(code.rawValue))
        }
    }

    private func set(_ option: CURLoption, _ value: String) throws(WebPost.Failure) {
        try check(amparo_curl_set_text(raw, option, value))
    }

    private func set(_ option: CURLoption, _ value: Int) throws(WebPost.Failure) {
        try check(amparo_curl_set_number(raw, option, value))
    }

    private func check(_ code: CURLcode) throws(WebPost.Failure) {
        if code != CURLE_OK { throw .unreachable(Int(code.rawValue)) }
    }
}

/// What comes back. Touched only by the thread that performs the transfer.
private final class Answer {
    private(set) var bytes: [UInt8] = []
    private(set) var isTooMuch = false
    private let mostBytes: Int
    let cancellation: Cancellation

    init(mostBytes: Int, _ cancellation: Cancellation) {
        self.mostBytes = mostBytes
        self.cancellation = cancellation
    }

    func take(_ part: UnsafeRawBufferPointer) -> Int {
        guard bytes.count + part.count <= mostBytes else {
            isTooMuch = true
            return 0
        }
        bytes += part
        return part.count
    }
}

private func takeAnswer(
    buffer: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    guard let buffer, let context else { return 0 }
    let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
    return answer.take(UnsafeRawBufferPointer(start: buffer, count: size * count))
}

private func askWhetherToStopAnswer(
    context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
    guard let context else { return 0 }
    return Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue().cancellation.isCancelled ? 1 : 0
}
