"""The forms of signing in and of staff accounts."""

from flask_babel import lazy_pgettext
from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional

from engage.people.accounts import SHORTEST_PASSWORD
from engage.people.roles import ROLES
from engage.web.forms import Form

ROLE_NAMES = {
    "administrator": lazy_pgettext("role", "Administrator"),
    "engagement_lead": lazy_pgettext("role", "Engagement lead"),
    "analyst": lazy_pgettext("role", "Analyst"),
    "operator": lazy_pgettext("role", "Operator"),
    "translator": lazy_pgettext("role", "Translator"),
    "auditor": lazy_pgettext("role", "Auditor"),
}
ROLE_WORK = {
    "administrator": lazy_pgettext(
        "role", "Keeps accounts, consultations and kiosks; reads the audit record, no comments."
    ),
    "engagement_lead": lazy_pgettext(
        "role", "Does everything but accounts: surveys, themes, decisions and the outcome."
    ),
    "analyst": lazy_pgettext("role", "Imports responses; finds and reviews themes."),
    "operator": lazy_pgettext("role", "Keys paper forms, calls and letters."),
    "translator": lazy_pgettext("role", "Translates surveys."),
    "auditor": lazy_pgettext(
        "role", "Reads themes, the roadmap and the audit record; changes nothing."
    ),
}


class SignInForm(Form):
    """An e-mail address and a password."""

    email = StringField(
        lazy_pgettext("sign in", "E-mail address"),
        [InputRequired(lazy_pgettext("sign in", "Enter your e-mail address."))],
    )
    password = PasswordField(
        lazy_pgettext("sign in", "Password"),
        [InputRequired(lazy_pgettext("sign in", "Enter your password."))],
    )


class AccountForm(Form):
    """A member of staff: name, address, roles, password."""

    name = StringField(
        lazy_pgettext("people", "Name"),
        [InputRequired(lazy_pgettext("people", "Enter the name.")), Length(max=120)],
    )
    email = StringField(
        lazy_pgettext("people", "E-mail address"),
        [
            InputRequired(lazy_pgettext("people", "Enter the e-mail address.")),
            Email(lazy_pgettext("people", "Enter an e-mail address such as name@example.org.")),
        ],
    )
    roles = SelectMultipleField(
        lazy_pgettext("people", "Roles"), choices={role: role for role in ROLES}
    )
    password = PasswordField(
        lazy_pgettext("people", "Password"),
        [
            Optional(),
            Length(
                min=SHORTEST_PASSWORD,
                message=lazy_pgettext(
                    "people", "Use a password of at least %(num)s characters.", num=12
                ),
            ),
        ],
    )
    is_active = BooleanField(lazy_pgettext("people", "May sign in"))
