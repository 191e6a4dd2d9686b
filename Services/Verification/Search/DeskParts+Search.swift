import Accounts

extension DeskParts {
    /// Searching, the searches that officers keep, and early warnings.
    func search(in routes: inout StaffRoutes) {
        let search = Search(desk: desk, keys: SearchKeys(keys), lists: lists)
        let calendar = ReadCalendar(desk: desk, sealing: EventSealing(keys: keys))
        SearchRoutes(
            search: search, saved: SavedSearches(desk: desk, search: search, keys: keys), calendar: calendar,
            pages: SearchPages(pages: pages, lists: lists)
        ).register(in: &routes)
        PatternRoutes(
            warnings: ReadWarnings(desk: desk, sealing: WarningSealing(keys: keys)), search: search,
            calendar: calendar, pages: PatternPages(pages: pages, lists: lists)
        ).register(in: &routes)
    }
}
