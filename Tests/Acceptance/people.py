"""The people of the house: made by the operator's command, set up by themselves, signed in where a door asks for it."""

from doors import Visitor
from house import STAFF, Person, add_staff

PASSWORD = "seven herons cross the estuary"


class Colleague(Visitor):
    """Somebody at the staff door. Where the session has ended meanwhile, they sign in again."""

    def __init__(self, login, person):
        super().__init__(STAFF)
        self.login = login
        self.person = person

    def get(self, path):
        page = super().get(path)
        return self._sign_in(page, path) if page.path.startswith("/account/sign-in") else page

    def _sign_in(self, page, path):
        page = self.submit(page.form("/account/sign-in").fill(name=self.person.login, password=self.person.password))
        self.submit(page.form("/account/code").fill(code=self.person.code()))
        return super().get(path)


class People:
    """One colleague for each role, made when the role is first needed."""

    def __init__(self):
        self._by_role = {}

    def as_role(self, role):
        if role not in self._by_role:
            self._by_role[role] = self._take_on(role.lower().replace("_", "-"), role)
        return self._by_role[role]

    def _take_on(self, login, role):
        code = add_staff(login, role.replace("_", " ").capitalize(), role, "en")
        newcomer = Colleague(login, None)
        page = newcomer.get("/account/set-up")
        page = newcomer.submit(page.form("/account/set-up").fill(**{"name": login, "set-up-code": code}))
        secret = page.by_id("main").first("code") if page.by_id("main") else page.first("main").first("code")
        person = Person(login, PASSWORD, "".join(secret.text.split()))
        newcomer.submit(
            page.form("/account/set-up/finish").fill(
                **{"new-password": PASSWORD, "repeated": PASSWORD, "code": person.code()}
            )
        )
        newcomer.person = person
        return newcomer
