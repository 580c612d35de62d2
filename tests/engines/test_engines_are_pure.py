import pkgutil
import subprocess
import sys

import engage.engines


def test_importing_the_engines_loads_neither_flask_nor_sqlalchemy():
    names = [
        found.name for found in pkgutil.walk_packages(engage.engines.__path__, "engage.engines.")
    ]
    assert "engage.engines.questionnaire" in names
    program = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "impure = ('flask', 'flask_sqlalchemy', 'flask_babel', 'sqlalchemy', 'wtforms')\n"
        "loaded = [name for name in impure if name in sys.modules]\n"
        "own = [name for name in sys.modules if name.startswith('engage.')\n"
        "       and not name.startswith('engage.engines')]\n"
        "print(loaded + own)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
