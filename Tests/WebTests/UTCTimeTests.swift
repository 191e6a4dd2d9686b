import Foundation
import Testing
import Web

@Suite struct UTCTimeTests {
    private let winter = Date(timeIntervalSince1970: 1_772_719_620)
    private let night = Date(timeIntervalSince1970: 1_784_158_200)

    @Test func `the public sees UTC and nothing of any place`() {
        #expect(UTCTime.minute(winter) == "2026-03-05 14:07")
    }

    @Test func `staff see the time of their places beside it, and the day where it is another one`() throws {
        let places = try ["Europe/Zurich", "America/New_York"].map { try #require(TimePlace($0)) }
        UTCTime.$places.withValue(places) {
            #expect(UTCTime.minute(winter) == "2026-03-05 14:07 UTC (15:07 Geneva, 09:07 New York)")
            #expect(UTCTime.minute(night) == "2026-07-15 23:30 UTC (2026-07-16 01:30 Geneva, 19:30 New York)")
        }
        UTCTime.$places.withValue([]) { #expect(UTCTime.minute(winter) == "2026-03-05 14:07 UTC") }
    }

    @Test func `a machine reads the instant`() {
        #expect(
            UTCTime.html(winter).markup
                == "<time datetime=\"2026-03-05T14:07:00Z\" dir=\"ltr\">2026-03-05 14:07</time>")
    }

    @Test func `a place that the time zone database does not have is none`() {
        #expect(TimePlace("Europe/Atlantis") == nil)
    }
}
