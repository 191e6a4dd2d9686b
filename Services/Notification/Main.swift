import ServiceRuntime

@main
enum Main {
    static func main() async {
        await ServiceMain.run("notification") { settings, logger in
            try await NotificationApp(settings: settings, logger: logger).services
        }
    }
}
