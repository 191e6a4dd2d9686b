package import ServiceRuntime

/// Where the database is, as whom to connect, and within which limits.
package struct DatabaseConfiguration: Sendable {
    package var uri: Secret
    package var user: String
    package var password: Secret?
    package var application: String
    /// The greatest number of connections at the same time.
    package var connections = 8
    package var connectTimeout = Duration.seconds(5)
    /// How long a task waits for a connection when all are lent.
    package var poolTimeout = Duration.seconds(10)
    /// How long the server lets one statement run; nil for no limit.
    package var statementTimeout: Duration? = .seconds(30)
    /// How long the server lets a transaction stay open without a statement; nil for no limit.
    package var idleInTransactionTimeout: Duration? = .seconds(60)
    /// How many prepared statements a connection keeps.
    package var cachedStatements = 256

    /// - Parameter role: the role to connect as, where `AMPARO_DATABASE_USER` does not name another.
    package init(settings: Settings, role: String) throws(SettingsError) {
        uri = Secret(try settings.required("AMPARO_DATABASE_URI"))
        user = settings.string("AMPARO_DATABASE_USER", default: role)
        password = try Self.password(settings)
        application = settings.string("AMPARO_DATABASE_APPLICATION", default: role)
        connections = try settings.int("AMPARO_DATABASE_CONNECTIONS", default: 8, in: 1...1000)
        connectTimeout = try settings.milliseconds("AMPARO_DATABASE_CONNECT_TIMEOUT_MS", default: 5_000)
        poolTimeout = try settings.milliseconds("AMPARO_DATABASE_POOL_TIMEOUT_MS", default: 10_000)
        statementTimeout = try settings.limit("AMPARO_DATABASE_STATEMENT_TIMEOUT_MS", default: 30_000)
        idleInTransactionTimeout = try settings.limit("AMPARO_DATABASE_IDLE_TRANSACTION_TIMEOUT_MS", default: 60_000)
    }

    /// For a role that a process works as beside its first: it has the service's password, and no setting names another.
    package init(settings: Settings, secondRole role: String) throws(SettingsError) {
        try self.init(settings: settings, role: role)
        user = role
    }

    package init(uri: String, user: String, connections: Int = 8) {
        self.uri = Secret(uri)
        self.user = user
        self.connections = connections
        application = user
    }

    private static func password(_ settings: Settings) throws(SettingsError) -> Secret? {
        let isGiven = ["AMPARO_DATABASE_PASSWORD", "AMPARO_DATABASE_PASSWORD_FILE"].contains {
            settings.optional($0) != nil
        }
        return isGiven ? try settings.secret("AMPARO_DATABASE_PASSWORD") : nil
    }

    /// The server ends a statement by itself; when nothing is heard for this much longer, it is the server that is gone.
    var limits: Session.Limits {
        .init(silence: statementTimeout.map { $0 + .seconds(15) }, cachedStatements: cachedStatements)
    }

    /// In the order libpq reads them: what follows the URI overrides it.
    var connectionParameters: [(key: String, value: String)] {
        var parameters = [
            ("dbname", uri.exposed), ("user", user), ("application_name", application),
            ("client_encoding", "UTF8"), ("gssencmode", "disable"), ("options", serverSettings),
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
        ]
        if let password { parameters.append(("password", password.exposed)) }
        return parameters.map { (key: $0.0, value: $0.1) }
    }

    private var serverSettings: String {
        func milliseconds(_ limit: Duration?) -> Int64 {
            limit.map { Int64(($0 / .milliseconds(1)).rounded(.up)) } ?? 0
        }
        return """
            -c timezone=UTC -c datestyle=ISO -c statement_timeout=\(milliseconds(statementTimeout)) \
            -c idle_in_transaction_session_timeout=\(milliseconds(idleInTransactionTimeout))
            """
    }
}

extension Settings {
    /// Milliseconds, where 0 means no limit.
    fileprivate func limit(_ key: String, default value: Int) throws(SettingsError) -> Duration? {
        let limit = try milliseconds(key, default: value)
        return limit == .zero ? nil : limit
    }
}
