package import ServiceRuntime

extension HTTPServer {
    /// `/live`, `/ready` and `/metrics` on the address that `AMPARO_OPERATIONS_LISTEN` names: for whoever runs the service,
    /// behind neither door.
    package static func operations(
        settings: Settings, health: Health, metrics: Metrics, logger: Logger
    ) throws(SettingsError) -> HTTPServer {
        HTTPServer(
            name: "operations", listen: try ListenAddress(settings: settings, key: "AMPARO_OPERATIONS_LISTEN"),
            router: OperationsRoutes(health: health, metrics: metrics).router, logger: logger, metrics: metrics)
    }
}
