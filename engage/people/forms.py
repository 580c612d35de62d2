"""The forms of signing in and of staff accounts."""

from flask_babel import lazy_pgettext as _
from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional

from engage.people.accounts import SHORTEST_PASSWORD
from engage.people.roles import ROLES
from engage.web.forms import Form

ROLE_NAMES = {
    "administrator": _("role", "Administrator"),
    "engagement_lead": _("role", "Engagement lead"),
    "analyst": _("role", "Analyst"),
    "operator": _("role", "Operator"),
    "translator": _("role", "Translator"),
    "auditor": _("role", "Auditor"),
}


class SignInForm(Form):
    """An e-mail address and a password."""

    email = StringField(
        _("sign in", "E-mail address"),
        [InputRequired(_("sign in", "Enter your e-mail address."))],
    )
    password = PasswordField(
        _("sign in", "Password"), [InputRequired(_("sign in", "Enter your password."))]
    )


class AccountForm(Form):
    """A member of staff: name, address, roles, password."""

    name = StringField(
        _("people", "Name"), [InputRequired(_("people", "Enter the name.")), Length(max=120)]
    )
    email = StringField(
        _("people", "E-mail address"),
        [
            InputRequired(_("people", "Enter the e-mail address.")),
            Email(_("people", "Enter an e-mail address such as name@example.org.")),
        ],
    )
    roles = SelectMultipleField(_("people", "Roles"), choices=[(role, role) for role in ROLES])
    password = PasswordField(
        _("people", "Password"),
        [
            Optional(),
            Length(
                min=SHORTEST_PASSWORD,
                message=_("people", "Use a password of at least %(num)s characters.", num=12),
            ),
        ],
    )
    is_active = BooleanField(_("people", "May sign in"))
