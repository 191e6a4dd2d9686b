import Foundation
import Kafka
import Testing

@Suite struct TopicCatalogueTests {
    @Test func `a table is read with its comments and blank lines`() throws {
        let catalogue = try TopicCatalogue.parse(
            """
            # name     partitions retention replication min.insync

            a.v1       6          35d       3           2   # busy
            b-dead_1   1          forever   1           1
            \tc.v1     2          12h       1           1
            """)
        #expect(catalogue.topics.map(\.name) == ["a.v1", "b-dead_1", "c.v1"])
        #expect(
            catalogue["a.v1"]
                == TopicSpecification(
                    name: "a.v1", partitions: 6, retention: .seconds(35 * 86_400), replication: 3, minimumInSync: 2))
        #expect(catalogue["b-dead_1"]?.retention == TopicSpecification.forever)
        #expect(catalogue["c.v1"]?.retention == .seconds(43_200))
    }

    @Test(arguments: [
        ("a.v1 6 35d 3", 1, TopicCatalogueError.Problem.columns),
        ("a.v1 6 35d 3 2 1", 1, .columns),
        ("\n\na/b 6 35d 3 2", 3, .name),
        (".. 6 35d 3 2", 1, .name),
        ("ä 6 35d 3 2", 1, .name),
        (String(repeating: "a", count: 250) + " 6 35d 3 2", 1, .name),
        ("a.v1 0 35d 3 2", 1, .partitions),
        ("a.v1 six 35d 3 2", 1, .partitions),
        ("a.v1 6 35 3 2", 1, .retention),
        ("a.v1 6 -1d 3 2", 1, .retention),
        ("a.v1 6 99999999999999999999d 3 2", 1, .retention),
        ("a.v1 6 35d 0 2", 1, .replication),
        ("a.v1 6 35d 3 4", 1, .minimumInSync),
        ("a.v1 6 35d 3 2\n# between\na.v1 6 35d 3 2", 3, .repeatedTopic),
        ("# nothing\n", 1, .noTopics),
        ("", 1, .noTopics),
    ])
    func `a wrong line is told with its number`(_ text: String, _ line: Int, _ problem: TopicCatalogueError.Problem) {
        #expect(throws: TopicCatalogueError(line: line, problem: problem)) { try TopicCatalogue.parse(text) }
    }

    @Test func `the file of this project has the topics of the house`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "deploy/kafka/topics"), encoding: .utf8)
        let catalogue = try TopicCatalogue.parse(text)
        for topic in ["intake", "cases", "actions", "mailbox", "delivery", "reports"] {
            #expect(catalogue["amparo.\(topic).v1"]?.partitions == 6)
        }
        for topic in ["audit", "control"] { #expect(catalogue["amparo.\(topic).v1"]?.partitions == 1) }
        for group in ["intake", "verification", "notification", "reporting"] {
            #expect(catalogue["\(group).dead-letters.v1"] != nil)
        }
    }
}
