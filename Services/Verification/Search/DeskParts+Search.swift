import Accounts

extension DeskParts {
    /// Searching, and the searches that officers keep.
    func search(in routes: inout StaffRoutes) {
        let search = Search(desk: desk, keys: SearchKeys(keys), lists: lists)
        SearchRoutes(
            search: search, saved: SavedSearches(desk: desk, search: search, keys: keys),
            calendar: ReadCalendar(desk: desk, sealing: EventSealing(keys: keys)),
            pages: SearchPages(pages: pages, lists: lists)
        ).register(in: &routes)
    }
}
