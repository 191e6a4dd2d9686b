import CCurl
import ServiceRuntime

/// One SMTP conversation with libcurl's easy interface (https://curl.se/libcurl/c/libcurl-easy.html). Owns its handle.
struct SMTPTransfer: ~Copyable {
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let raw: UnsafeMutableRawPointer
    private let recipients: UnsafeMutablePointer<curl_slist>

    private init(raw: UnsafeMutableRawPointer, recipients: UnsafeMutablePointer<curl_slist>) {
        self.raw = raw
        self.recipients = recipients
    }

    /// A transfer to one recipient that is ready to be performed.
    static func prepared(
        _ configuration: MailConfiguration, to recipient: MailAddress
    ) throws(MailError) -> SMTPTransfer {
        guard isReady, let raw = curl_easy_init() else {
            throw MailError(.unreachable(Int(CURLE_FAILED_INIT.rawValue)))
        }
        guard let recipients = curl_slist_append(nil, "<\(recipient.text)>") else {
            curl_easy_cleanup(raw)
            throw MailError(.unreachable(Int(CURLE_OUT_OF_MEMORY.rawValue)))
        }
        let transfer = SMTPTransfer(raw: raw, recipients: recipients)
        try transfer.configure(configuration)
        return transfer
    }

    deinit {
        curl_easy_cleanup(raw)
        curl_slist_free_all(recipients)
    }

    private func configure(_ configuration: MailConfiguration) throws(MailError) {
        let milliseconds = Int(configuration.timeout / .milliseconds(1))
        try set(CURLOPT_URL, configuration.url)
        try set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try set(CURLOPT_MAIL_FROM, "<\(configuration.sender.text)>")
        try check(amparo_curl_set_list(raw, CURLOPT_MAIL_RCPT, recipients))
        if let user = configuration.user, let password = configuration.password {
            try set(CURLOPT_USERNAME, user)
            try set(CURLOPT_PASSWORD, password.exposed)
        }
        let level = configuration.requiresTLS ? CURLUSESSL_ALL : CURLUSESSL_TRY
        try set(CURLOPT_USE_SSL, Int(level.rawValue))
        try set(CURLOPT_UPLOAD, 1)
        // Time-outs without signals, which belong to the process.
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 10_000))
        try set(CURLOPT_TIMEOUT_MS, milliseconds)
    }

    /// Speaks with the server until it has taken the message over.
    func perform(_ message: [UInt8], unless cancellation: Cancellation) throws(MailError) {
        let cargo = Cargo(message, cancellation)
        let context = Unmanaged.passRetained(cargo)
        defer { context.release() }
        try check(amparo_curl_set_reader(raw, readMessage, context.toOpaque()))
        try check(amparo_curl_set_progress(raw, askWhetherToStop, context.toOpaque()))
        let code = curl_easy_perform(raw)
        if code != CURLE_OK { throw MailError(reason(code, answer: amparo_curl_response_code(raw))) }
    }

    private func reason(_ code: CURLcode, answer: Int) -> MailError.Reason {
        switch code {
        case CURLE_ABORTED_BY_CALLBACK: .cancelled
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_LOGIN_DENIED: .signInRefused
        case CURLE_USE_SSL_FAILED, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
            .noTrustedTLS
        default: (400...599).contains(answer) ? .refused(answer) : .unreachable(Int(code.rawValue))
        }
    }

    private func set(_ option: CURLoption, _ value: String) throws(MailError) {
        try check(amparo_curl_set_text(raw, option, value))
    }

    private func set(_ option: CURLoption, _ value: Int) throws(MailError) {
        try check(amparo_curl_set_number(raw, option, value))
    }

    private func check(_ code: CURLcode) throws(MailError) {
        if code != CURLE_OK { throw MailError(.unreachable(Int(code.rawValue))) }
    }
}

/// What a transfer sends, and how far it has come. Touched only by the thread that performs the transfer.
private final class Cargo {
    private var rest: ArraySlice<UInt8>
    let cancellation: Cancellation

    init(_ message: [UInt8], _ cancellation: Cancellation) {
        rest = message[...]
        self.cancellation = cancellation
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let part = rest.prefix(buffer.count)
        buffer.copyBytes(from: part)
        rest = rest.dropFirst(part.count)
        return part.count
    }
}

private func readMessage(
    buffer: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    guard let buffer, let context else { return 0 }
    let cargo = Unmanaged<Cargo>.fromOpaque(context).takeUnretainedValue()
    return cargo.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
}

private func askWhetherToStop(
    context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
    guard let context else { return 0 }
    return Unmanaged<Cargo>.fromOpaque(context).takeUnretainedValue().cancellation.isCancelled ? 1 : 0
}
