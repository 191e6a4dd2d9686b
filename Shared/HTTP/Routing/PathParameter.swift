package import Foundation

/// A type that stands in a path. A segment that is none is answered with 404.
package protocol PathParameter: Sendable {
    init?(pathSegment: String)
}

extension UUID: PathParameter {
    package init?(pathSegment: String) {
        guard pathSegment.utf8.count == 36 else { return nil }
        self.init(uuidString: pathSegment)
    }
}

extension Int: PathParameter {
    /// Digits only, without a leading zero or sign, so that one thing has one address.
    package init?(pathSegment: String) {
        guard let value = Int(pathSegment), String(value) == pathSegment, value >= 0 else { return nil }
        self = value
    }
}

extension String: PathParameter {
    package init?(pathSegment: String) {
        self = pathSegment
    }
}
