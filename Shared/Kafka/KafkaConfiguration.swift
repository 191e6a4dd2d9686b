package import ServiceRuntime

/// Where the brokers are, and how to speak to them.
package struct KafkaConfiguration: Sendable {
    package let bootstrap: String
    /// How long a record may wait to be acknowledged before its delivery counts as failed.
    package var deliveryTimeout: Duration
    /// How long a broker may hold back an answer to a consumer when it has nothing new. librdkafka's in-process cluster
    /// always waits this long, so it is part of an idle event's delay there; a real broker answers at once.
    package var fetchWait: Duration
    /// How long a broker may take to answer before the request goes out again.
    package var requestTimeout: Duration = .seconds(10)
    /// How long a consumer that died keeps its partitions.
    package var sessionTimeout: Duration

    private let security: [(name: String, value: String)]
    private let password: Secret?

    package init(
        bootstrap: String, deliveryTimeout: Duration = .seconds(30), fetchWait: Duration = .milliseconds(100)
    ) {
        self.bootstrap = bootstrap
        self.deliveryTimeout = deliveryTimeout
        self.fetchWait = fetchWait
        sessionTimeout = .seconds(10)
        security = []
        password = nil
    }

    /// Reads `AMPARO_KAFKA_BOOTSTRAP` (required) and the optional other settings of `docs/kafka.md`.
    package init(settings: Settings) throws(SettingsError) {
        bootstrap = try settings.required("AMPARO_KAFKA_BOOTSTRAP")
        deliveryTimeout = try settings.milliseconds("AMPARO_KAFKA_DELIVERY_TIMEOUT", default: 30_000)
        fetchWait = try settings.milliseconds("AMPARO_KAFKA_FETCH_WAIT", default: 100)
        sessionTimeout = .milliseconds(
            try settings.int("AMPARO_KAFKA_SESSION_TIMEOUT", default: 10_000, in: 2_000...300_000))
        let name = settings.string("AMPARO_KAFKA_SECURITY_PROTOCOL", default: "plaintext").lowercased()
        guard let kind = SecurityProtocol(rawValue: name) else {
            throw SettingsError(key: "AMPARO_KAFKA_SECURITY_PROTOCOL", problem: .invalid)
        }
        var security = [("security.protocol", name)]
        if kind.isEncrypted, let file = settings.optional("AMPARO_KAFKA_CA_FILE") {
            security.append(("ssl.ca.location", file))
        }
        var password: Secret?
        if kind.signsIn {
            let mechanism = settings.string("AMPARO_KAFKA_SASL_MECHANISM", default: "SCRAM-SHA-512")
            guard ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"].contains(mechanism) else {
                throw SettingsError(key: "AMPARO_KAFKA_SASL_MECHANISM", problem: .invalid)
            }
            security.append(("sasl.mechanism", mechanism))
            security.append(("sasl.username", try settings.required("AMPARO_KAFKA_SASL_USERNAME")))
            password = try settings.secret("AMPARO_KAFKA_SASL_PASSWORD")
        }
        self.security = security
        self.password = password
    }

    /// What every client is given.
    var common: [(name: String, value: String)] {
        var values = [
            ("bootstrap.servers", bootstrap),
            ("socket.keepalive.enable", "true"),
            ("socket.timeout.ms", String(requestTimeout.wholeMilliseconds)),
            ("reconnect.backoff.ms", "50"),
            ("reconnect.backoff.max.ms", "1000"),
            ("retry.backoff.ms", "50"),
            ("allow.auto.create.topics", "false"),
            ("log_level", "4"),
        ]
        values += security
        if let password { values.append(("sasl.password", password.exposed)) }
        return values
    }

    private enum SecurityProtocol: String {
        case plaintext
        case ssl
        case saslPlaintext = "sasl_plaintext"
        case saslSSL = "sasl_ssl"

        var isEncrypted: Bool { self == .ssl || self == .saslSSL }
        var signsIn: Bool { self == .saslPlaintext || self == .saslSSL }
    }
}

extension Duration {
    var wholeMilliseconds: Int { Int(self / .milliseconds(1)) }
}
