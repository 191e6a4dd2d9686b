package import Foundation

/// What a source's own words from the mailbox do to the ledger without anybody's act: they take back, at once. What they
/// give waits until an officer takes it over.
package enum MailboxConsentRule {
    /// What a source said of consent at one time.
    package struct Word: Sendable, Equatable {
        package var at: Date
        /// The update that it came with; nil for the submission itself.
        package var update: UpdateID?
        /// All purposes as they stand from then on, as codes.
        package var purposes: [String]
        /// Everything about them is to be erased.
        package var isErasure: Bool

        package init(at: Date, update: UpdateID? = nil, purposes: [String], isErasure: Bool = false) {
            self.at = at
            self.update = update
            self.purposes = purposes
            self.isErasure = isErasure
        }
    }

    package struct Withdrawal: Sendable, Equatable {
        package let at: Date
        package let update: UpdateID?
        package let purposes: [ConsentPurpose]

        package var lines: [ConsentEntry] {
            purposes.map { ConsentEntry(purpose: $0, status: .withdrawn, saidAt: at, manner: .mailbox) }
        }
    }

    /// - Parameter words: In the order in which they came.
    ///
    /// Whoever takes something back says with it what stands: everything else is taken back too, also what an officer was
    /// told in another way, until the person says otherwise. Adding a purpose takes nothing back.
    package static func withdrawals(_ words: [Word]) -> [Withdrawal] {
        var standing: Set<String> = []
        var found: [Withdrawal] = []
        for word in words {
            let new = word.isErasure ? [] : Set(word.purposes)
            if word.isErasure || !standing.subtracting(new).isEmpty {
                found.append(
                    Withdrawal(
                        at: word.at, update: word.update,
                        purposes: ConsentPurpose.allCases.filter { !new.contains($0.rawValue) }))
            }
            standing = new
        }
        return found
    }
}
