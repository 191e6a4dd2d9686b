"""A page as somebody reads it: its elements, its text, its forms."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class NotOffered(Exception):
    """The page has no such form, field or choice, so nobody could have done it."""


class Element:
    def __init__(self, tag, attributes, parent=None):
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children = []

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    def has_class(self, name):
        return name in (self.get("class") or "").split()

    def everything(self):
        """All elements below, in the page's order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.everything()

    def all(self, tag=None, **attributes):
        """Elements below with these attributes; `class_` names one of an element's classes."""
        wanted_class = attributes.pop("class_", None)
        for element in self.everything():
            if tag is not None and element.tag != tag:
                continue
            if wanted_class is not None and not element.has_class(wanted_class):
                continue
            if all(element.get(name.rstrip("_").replace("_", "-")) == value for name, value in attributes.items()):
                yield element

    def first(self, tag=None, **attributes):
        return next(self.all(tag, **attributes), None)

    def by_id(self, identifier):
        return self.first(id=identifier)

    @property
    def raw_text(self):
        """What is written below it, character by character."""
        return "".join(child if isinstance(child, str) else child.raw_text for child in self.children)

    @property
    def text(self):
        return " ".join(self.raw_text.split())

    def codes(self):
        """The codes that it shows for machines."""
        return [data.get("value") for data in self.all("data") if data.get("value") is not None]

    def forms(self):
        return [Form(element) for element in self.all("form")]

    def form(self, action):
        """The form that is sent to this address, or to an address with this end where it begins with `*`; one that only
        looks something up there comes last."""
        found = [form for form in self.forms() if matches(form.action, action)]
        found.sort(key=lambda form: form.method == "get")
        if not found:
            raise NotOffered(f"no form for {action}")
        return found[0]

    def links(self):
        return [link.get("href") for link in self.all("a") if link.get("href")]


def matches(address, wanted):
    return address.endswith(wanted[1:]) if wanted.startswith("*") else address == wanted


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("page", {})
        self.open = self.root

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag, attrs):
        self.open.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.open))

    def handle_endtag(self, tag):
        element = self.open
        while element is not None and element.tag != tag:
            element = element.parent
        if element is not None and element.parent is not None:
            self.open = element.parent

    def handle_data(self, data):
        self.open.children.append(data)


def read_page(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader.root


class Field:
    """All controls of a form that share a name."""

    def __init__(self, name, kind):
        self.name = name
        self.kind = kind
        self.offered = []
        self.values = []
        # How many values it has room for, where that is more than one
        self.room = 0
        self.most = None
        self.required = False
        self.label = name

    @property
    def is_choice(self):
        return self.kind in ("select", "selects", "many", "radio", "checkbox")

    def set(self, values):
        for value in values:
            if self.is_choice and value not in self.offered:
                raise NotOffered(f"{self.name} does not offer {value}")
            if self.most is not None and len(value.encode("utf-16-le")) // 2 > self.most:
                raise NotOffered(f"{self.name} takes {self.most} characters, not {len(value)}")
        if self.kind == "hidden":
            raise NotOffered(f"{self.name} is hidden")
        if self.kind == "selects" and len(values) <= self.room:
            values = list(values) + [""] * (self.room - len(values))
        elif len(values) > 1 and self.kind not in ("checkbox", "many"):
            raise NotOffered(f"{self.name} takes {self.room or 1} value, not {len(values)}")
        self.values = list(values)


class Form:
    """A form with what stands in it; it takes nothing that somebody in front of it could not enter."""

    def __init__(self, element):
        self.element = element
        self.action = element.get("action", "")
        self.method = element.get("method", "get").lower()
        self.is_multipart = element.get("enctype") == "multipart/form-data"
        self.fields = {}
        self.buttons = []
        self.files = {}
        for control in element.everything():
            if control.tag in ("input", "select", "textarea", "button") and "disabled" not in control.attributes:
                self._take(control)

    def _take(self, control):
        name, kind = control.get("name"), control.get("type", "text")
        if control.tag == "button" or kind == "submit":
            self.buttons.append((name, control.get("value", ""), control.get("formaction")))
            return
        if not name:
            return
        if control.tag == "textarea":
            field = self._field(name, "textarea")
            text = control.raw_text
            field.values.append(text[1:] if text.startswith("\n") else text)
        elif control.tag == "select":
            # Several of one name stand for several values
            kind = "many" if "multiple" in control.attributes else "selects" if name in self.fields else "select"
            field = self._field(name, kind)
            field.kind, field.room = kind, field.room + 1
            options = list(control.all("option"))
            field.offered = [option.get("value", option.text) for option in options]
            chosen = [option.get("value", option.text) for option in options if "selected" in option.attributes]
            field.values += chosen or (field.offered[:1] if kind != "many" else [])
        elif kind in ("checkbox", "radio"):
            field = self._field(name, kind)
            field.offered.append(control.get("value", "on"))
            if "checked" in control.attributes:
                field.values.append(control.get("value", "on"))
        else:
            field = self._field(name, kind if kind in ("hidden", "file") else "text")
            if kind != "file":
                field.values.append(control.get("value", ""))
        if control.get("maxlength"):
            field.most = int(control.get("maxlength"))
        field.required = field.required or "required" in control.attributes

    def _field(self, name, kind):
        if name not in self.fields:
            self.fields[name] = Field(name, kind)
        return self.fields[name]

    def offers(self, name, value=None):
        field = self.fields.get(name)
        return field is not None and (value is None or value in field.offered)

    def fill(self, **values):
        """Enters values by field name; None and empty lists leave a field as it is."""
        for name, value in values.items():
            self.enter(name, value)
        return self

    def enter(self, name, value):
        if value is None or value == []:
            return
        if name not in self.fields:
            raise NotOffered(f"no field {name} in {self.action}: {sorted(self.fields)}")
        values = value if isinstance(value, (list, tuple)) else [value]
        self.fields[name].set([str(each) for each in values])

    def clear(self, name):
        self.fields[name].values = []

    def attach(self, name, files):
        """Files as (name, media type, bytes)."""
        if name not in self.fields or self.fields[name].kind != "file":
            raise NotOffered(f"no field for files {name} in {self.action}")
        self.files[name] = list(files)
        return self

    def entries(self):
        """What a browser would send: lines end with CR and LF."""
        found = []
        for field in self.fields.values():
            if field.kind == "file":
                continue
            if field.required and not any(field.values):
                raise NotOffered(f"{field.name} is required in {self.action}")
            for value in field.values:
                if field.kind == "textarea":
                    value = value.replace("\r\n", "\n").replace("\n", "\r\n")
                found.append((field.name, value))
        return found
