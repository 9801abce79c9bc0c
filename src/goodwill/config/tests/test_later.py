"""Modules that a page seldom needs are there as soon as they are used."""

import subprocess
import sys

SCRIPT = """
import sys
import goodwill.config.server
import sqlparse, tarfile
assert "sqlparse.keywords" not in sys.modules and "is_tarfile" not in vars(tarfile)
assert sqlparse.split("SELECT 1; SELECT 2") == ["SELECT 1;", "SELECT 2"]
from tarfile import TarInfo
import sqlparse.keywords
assert TarInfo("one").name == "one" and sqlparse.keywords is sys.modules["sqlparse.keywords"]
try:
    tarfile.nothing
except AttributeError as error:
    print(error)
"""

PASSKEYS = """
import sys
import goodwill.config.server
from fido2.server import verify_rp_id
assert "fido2.rpid" in sys.modules and "suffixes" not in vars(sys.modules["fido2.rpid"])
print(verify_rp_id("firm.example", "https://crm.firm.example"), verify_rp_id("co.uk", "https://firm.co.uk"))
"""


def test_they_stand_in_for_themselves_until_something_is_asked_of_them():
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("module 'tarfile' has no attribute 'nothing'\n", "")


def test_a_function_that_others_import_by_name_loads_its_module_when_it_is_called():
    ran = subprocess.run([sys.executable, "-c", PASSKEYS], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("True False\n", "")
