package import HTTP

/// Where the files of one form go while they arrive. Made for each request; what it took means nothing until the handler
/// says so, since only then the form's token is known to be good.
package protocol FormFiles: Sendable {
    func take(_ part: FilePart, _ content: FileContent) async throws
    /// The form was refused or broke off: nothing of the files may stay.
    func abandon() async
}
