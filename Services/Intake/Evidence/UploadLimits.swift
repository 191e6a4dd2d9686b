import CaseModel
import ServiceRuntime

/// How much of everything uploads may take.
struct UploadLimits: Sendable {
    /// Bytes of one file.
    var fileBytes = 200 << 20
    /// Bytes of all files of a session together.
    var sessionBytes = 1000 << 20
    var files = FieldLimits.evidenceFiles
    /// Files that one process receives at the same time; each takes up to about two megabytes of memory.
    var atOnce = 24
    /// Bytes a second on average: a file that comes slower gives its place to another where all are taken.
    var leastRate = 4096
    /// How long a file keeps its place however slowly it comes.
    var patience: Duration = .seconds(60)
    /// How long a session stays open when nothing more comes.
    var hours = 24
    /// What must stay free on the disk: below it no file is taken.
    var reservedBytes = 2048 << 20

    init() {}

    /// Reads `AMPARO_UPLOAD_FILE_MB`, `AMPARO_UPLOAD_SESSION_MB`, `AMPARO_UPLOADS_AT_ONCE`,
    /// `AMPARO_UPLOAD_LEAST_RATE`, `AMPARO_UPLOAD_HOURS` and `AMPARO_UPLOAD_RESERVE_MB`.
    init(settings: Settings) throws(SettingsError) {
        fileBytes = try settings.int("AMPARO_UPLOAD_FILE_MB", default: 200, in: 1...100_000) << 20
        sessionBytes = try settings.int("AMPARO_UPLOAD_SESSION_MB", default: 1000, in: 1...1_000_000) << 20
        atOnce = try settings.int("AMPARO_UPLOADS_AT_ONCE", default: atOnce, in: 1...10_000)
        leastRate = try settings.int("AMPARO_UPLOAD_LEAST_RATE", default: leastRate, in: 0...1_000_000)
        hours = try settings.int("AMPARO_UPLOAD_HOURS", default: hours, in: 1...720)
        reservedBytes = try settings.int("AMPARO_UPLOAD_RESERVE_MB", default: 2048) << 20
    }

    /// The most that a form with files may be, its text included.
    var formBytes: Int { sessionBytes + (2 << 20) }
}
