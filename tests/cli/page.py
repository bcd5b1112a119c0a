"""What tests ask of the pages that gibbs writes."""
import html.parser


class Page(html.parser.HTMLParser):
    """Ids, links, what a page loads, and cells of libraries; `open` are elements that were not closed."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads, self.cells, self.open, self.described = [], [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"])
        if tag == "td" and "data-library" in attributes:
            self.cells.append((attributes["data-library"], attributes["class"]))
        if "aria-labelledby" in attributes:
            self.described += attributes["aria-labelledby"].split()
        if tag in ("script", "link", "img", "iframe"):
            self.loads.append(tag)
        if tag not in ("meta", "link", "img", "br", "wbr"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in ("meta", "link", "img", "br", "wbr"):
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def check(self, test):
        """It is whole, loads nothing, and its links and labels lead somewhere."""
        test.assertEqual((self.loads, self.open), ([], []))
        test.assertEqual(len(self.ids), len(set(self.ids)))
        inner = {link[1:] for link in self.links if link.startswith("#")}
        test.assertEqual((inner | set(self.described)) - set(self.ids), set())
        return inner
