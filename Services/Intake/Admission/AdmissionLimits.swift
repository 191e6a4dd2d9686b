import ServiceRuntime

/// How much is let in, for each process. None of it looks at who somebody is.
struct AdmissionLimits: Sendable {
    /// Submissions a second over a longer time, and in one burst; 0: no bound.
    var rate = 500
    var burst = 1000
    /// Who would wait longer than this for the commit is sent away with the text kept, unless it is urgent.
    var longestWait: Duration = .seconds(2)
    /// After so long nobody is kept waiting for the database any more: they are told what is known.
    var patience: Duration = .seconds(8)
    var flood = FloodWatch.Limits()
    var workBits = 20
    /// Receipt codes that are looked up at the same time, and that may wait for it.
    var lookups = 4
    var waitingLookups = 400

    init() {}

    init(settings: Settings) throws(SettingsError) {
        rate = try settings.int("AMPARO_ADMISSION_RATE", default: rate, in: 0...1_000_000)
        burst = try settings.int("AMPARO_ADMISSION_BURST", default: burst, in: 1...1_000_000)
        longestWait = try settings.milliseconds("AMPARO_ADMISSION_WAIT_MS", default: 2000)
        patience = try settings.milliseconds("AMPARO_WRITE_PATIENCE_MS", default: 8000)
        flood.rate = try settings.int("AMPARO_FLOOD_RATE", default: flood.rate, in: 0...1_000_000)
        flood.seconds = try settings.int("AMPARO_FLOOD_SECONDS", default: flood.seconds, in: 1...3600)
        flood.calm = try settings.int("AMPARO_FLOOD_CALM_SECONDS", default: flood.calm, in: 1...86_400)
        workBits = try settings.int("AMPARO_WORK_BITS", default: workBits, in: 1...40)
    }
}
