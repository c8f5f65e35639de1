"""The lists of the page to find a unit on: each row a link, with what tells units of one name apart."""

from dataclasses import dataclass

from ..tools.unit_finder import PER_PAGE, QUERY_MAX, branches, matching_services, search


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One unit as a link. `more` are further links (text, address) that belong to it."""

    name: str
    url: str
    lang: str | None = None
    notes: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list with its heading. `path` is the way down the tree (name, address); `whole` the unit itself as a link."""

    title: str
    rows: tuple[Row, ...] = ()
    hint: str = ""
    part: str = ""
    previous: str = ""
    next: str = ""
    path: tuple[tuple[str, str], ...] = ()
    whole: Row | None = None
    under_id: int | None = None


class FinderLinks:
    """Makes the lists of one page."""

    def __init__(self, finder):
        self.finder, self.texts, self.directory = finder, finder.texts, finder.directory

    def results(self, query, page):
        """Return what typing found."""
        query = " ".join(query[:QUERY_MAX].replace("\0", "").split())
        if not query:
            return Listing(title=self.texts["find_nothing_written"], hint=self.texts["find_hint"])
        hits = search(self.finder.places, query)
        if not hits.places:
            return Listing(title=self.texts["find_none"] % {"query": query}, hint=self.texts["find_none_hint"])
        key = "find_close" if hits.is_close else "find_results"
        title = self.texts[key] % {"query": query, "count": len(hits.places)}
        return self._paged(hits.places, page, lambda place: self.row(place, query=query), title=title, q=query)

    def of_town(self, town, page):
        """Return the units of a municipality."""
        places = [place for place in self.finder.places if place.municipality and str(place.municipality[0]) == town]
        if not places:
            return Listing(title=self.texts["find_count"] % {"count": 0}, hint=self.texts["find_none_hint"])
        title = self.texts["find_in"] % {"name": places[0].municipality[1], "count": len(places)}
        return self._paged(_by_name(places), page, self.row, title=title, town=town)

    def of_service(self, service, page):
        """Return the units that have a service; choosing one chooses the service too."""
        places = [place for place in self.finder.places if any(str(key) == service for key, _name in place.services)]
        if not places:
            return Listing(title=self.texts["find_count"] % {"count": 0}, hint=self.texts["find_none_hint"])
        name = next(name for key, name in places[0].services if str(key) == service)
        title = self.texts["find_with"] % {"name": name, "count": len(places)}
        rows = self._paged
        return rows(
            _by_name(places), page, lambda place: self.row(place, service=service), title=title, service=service
        )

    def of_branch(self, under, page):
        """Return what stands directly under a unit of the tree."""
        place = next((place for place in self.finder.places if str(place.id) == under), None)
        if place is None:
            return Listing(title=self.texts["find_count"] % {"count": 0}, hint=self.texts["find_none_hint"])
        direct = branches(self.directory, self.finder.places, place.id)
        title = self.texts["find_in"] % {"name": place.name, "count": sum(1 + branch.count for branch in direct)}
        above = [self.directory.places[key] for key in place.path if key in self.directory.places]
        start = next((number for number, step in enumerate(above) if step.id == self.finder.root_id), 0)
        path = tuple((step.name, self.finder.url(under=step.id)) for step in above[start:-1])
        whole = self.row(place, name=self.texts["find_whole"] % {"name": place.name}, is_in_tree=True)
        return self._paged(
            direct, page, self.branch_row, title=title, under=place.id, path=path, whole=whole, under_id=place.id
        )

    def branch_rows(self, direct):
        """Return the rows of the top of the tree."""
        return [self.branch_row(branch) for branch in direct[:PER_PAGE]]

    def branch_row(self, branch):
        """Return a unit of the tree: a way further down, or itself where nothing is under it."""
        if not branch.count:
            return self.row(branch.place, is_in_tree=True)
        notes = (self.texts["find_count"] % {"count": branch.count},)
        url = self.finder.url(under=branch.place.id)
        return Row(name=branch.place.name, lang=self._lang(branch.place), url=url, notes=notes)

    def row(self, place, query="", service="", name="", is_in_tree=False):
        """Return a unit that can be chosen. What it is part of is told, but in the tree, where one sees it."""
        parent = self.directory.parent(place)
        notes = [place.municipality[1]] if place.municipality else []
        if parent and not is_in_tree:
            notes.append(parent.name)
        if place.producer:
            notes.append(self.texts["find_produced_by"] % {"name": place.producer})
        more = tuple(
            (f"{place.name}: {label}", self.finder.url(unit=place.id, service=key))
            for key, label in (matching_services(place, query) if query else ())
        )
        url = self.finder.url(unit=place.id, service=service)
        lang = None if name else self._lang(place)
        return Row(name=name or place.name, lang=lang, url=url, notes=tuple(notes), more=more)

    def _lang(self, place):
        """Return the language of a name where it is not that of the page."""
        return place.lang if place.lang != self.finder.lang_code else None

    def _paged(self, items, page, make, under_id=None, title="", path=(), whole=None, **query):
        """Return one page of a list, with the ways to the next and the one before."""
        last_page = max(1, -(-len(items) // PER_PAGE))
        number = min(int(page), last_page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        number = max(1, number)
        start = (number - 1) * PER_PAGE
        shown = items[start : start + PER_PAGE]
        part = {"first": start + 1, "last": start + len(shown), "count": len(items)}
        return Listing(
            title=title,
            rows=tuple(make(item) for item in shown),
            part=self.texts["find_part"] % part if last_page > 1 else "",
            previous=self.finder.url(**query, page=number - 1) if number > 1 else "",
            next=self.finder.url(**query, page=number + 1) if number < last_page else "",
            path=path,
            whole=whole,
            under_id=under_id,
        )


def _by_name(places):
    return sorted(places, key=lambda place: place.name.casefold())
