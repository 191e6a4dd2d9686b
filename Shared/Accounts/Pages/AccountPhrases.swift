package import Foundation

/// Where this module's compiled phrases lie: for `Phrases(folders:)`.
package enum AccountPhrases {
    package static var folder: URL { Bundle.module.bundleURL }
}
