import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from goodwill.config.environment import Environment, Misconfigured, load, table


def refused(**variables: str) -> list[str]:
    with pytest.raises(Misconfigured) as caught:
        load({f"GOODWILL_{name}": value for name, value in variables.items()})
    return caught.value.problems


def given(**variables: str) -> Environment:
    return load({f"GOODWILL_{name}": value for name, value in variables.items()})


def test_nothing_set_is_a_firm_on_one_laptop():
    environment = load({"HOME": "/home/ada"})
    assert environment.home.is_relative_to("/home/ada")
    assert environment.origin == "http://localhost:4663"
    assert environment.local
    assert not environment.tls
    assert not environment.secure


def test_the_data_folder_of_the_platform_is_respected():
    assert load({"HOME": "/home/ada", "XDG_DATA_HOME": "/data"}).home == Path("/data/goodwill")


def test_values_are_typed():
    environment = given(
        PORT="8080", DEBUG="yes", TRUSTED_PROXIES="10.0.0.1, fd00::/8", ALLOWED_HOSTS="crm.firm.example,.x.example"
    )
    assert environment.port == 8080
    assert environment.debug is True
    assert environment.trusted_proxies == (ip_network("10.0.0.1/32"), ip_network("fd00::/8"))
    assert environment.allowed_hosts == ("crm.firm.example", ".x.example")


def test_an_empty_variable_counts_as_not_set():
    assert given(PORT=" ", HOST="").port == 4663


def test_every_wrong_value_is_told_at_once():
    problems = refused(PORT="70000", DEBUG="perhaps", TRUSTED_PROXIES="10.0.0.1, everyone")
    assert len(problems) == 3
    assert 'GOODWILL_PORT is "70000": give a whole number from 1 to 65535.' in problems


@pytest.mark.parametrize("port", ["0", "-1", "1e3", "٣", "80.0", "99999999999999999999"])
def test_a_port_is_a_plain_number_in_range(port):
    assert "whole number" in refused(PORT=port)[0]


def test_an_unknown_setting_is_refused_with_the_nearest_name():
    assert refused(PROT="1") == ["GOODWILL_PROT is not a setting. Did you mean GOODWILL_PORT?"]
    assert refused(ZZZZZZZZZZ="1") == ["GOODWILL_ZZZZZZZZZZ is not a setting."]


@pytest.mark.parametrize("name", ["KEY", "DATABASE_URL", "SMTP_URL"])
def test_a_wrong_secret_is_not_repeated(name):
    (problem,) = refused(**{name: "hunter2:x"})
    assert "hunter2" not in problem


def test_secrets_are_not_in_the_representation():
    environment = given(KEY="ab" * 32, DATABASE_URL="postgresql://u:hunter2@h/d", SMTP_URL="smtp://u:hunter2@h")
    assert "hunter2" not in repr(environment)
    assert "abab" not in repr(environment)


@pytest.mark.parametrize("text", ["00" * 32, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "A" * 43])
def test_a_master_key_is_read_from_hexadecimal_and_base64(text):
    assert given(KEY=text).key == "00" * 32


def test_older_master_keys_follow_the_current_one():
    assert given(KEY=f"{'00' * 32}, {'11' * 32}").key == f"{'00' * 32},{'11' * 32}"


@pytest.mark.parametrize("text", ["00", f"{'00' * 32},x", "zz" * 32, "A" * 42, "not a key"])
def test_anything_else_is_no_master_key(text):
    assert "32 random bytes" in refused(KEY=text)[0]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]", "crm.localhost"])
def test_loopback_needs_no_tls(host):
    assert not given(HOST=host).tls


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "crm.firm.example", "localhost.evil.example"])
def test_other_hosts_are_served_over_tls(host):
    environment = given(HOST=host)
    assert environment.tls
    assert environment.secure
    assert environment.origin.startswith("https://")


@pytest.mark.parametrize("host", ["http://x", "a b", "x:80", "-", "a" * 300, "a..b"])
def test_a_host_is_a_name_or_an_address(host):
    assert "host name or an address" in refused(HOST=host)[0]


@pytest.mark.parametrize(
    "url", ["crm.example.com", "ftp://x", "https://x/path", "https://x?y", "https://u@x", "https://x:99999", "https://"]
)
def test_a_public_address_ends_with_the_host(url):
    assert refused(PUBLIC_URL=url)


def test_a_public_address_is_brought_to_one_form():
    assert given(PUBLIC_URL="https://CRM.Example.com:443/", HOST="0.0.0.0").public_url == "https://crm.example.com"


def test_plain_http_is_for_this_machine_only():
    assert "use https" in refused(PUBLIC_URL="http://crm.example.com")[0]


def test_https_in_public_needs_someone_who_speaks_it():
    assert "TRUSTED_PROXIES" in refused(PUBLIC_URL="https://crm.example.com")[0]
    assert given(PUBLIC_URL="https://crm.example.com", TRUSTED_PROXIES="127.0.0.1").secure


def test_certificate_and_key_belong_together(tmp_path):
    pem = tmp_path / "x.pem"
    pem.write_text("")
    assert "belong together" in refused(TLS_KEY=str(pem))[0]
    assert given(TLS_KEY=str(pem), TLS_CERTIFICATE=str(pem)).tls


def test_a_file_is_not_taken_for_a_folder(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    assert "give a folder" in refused(HOME=str(file))[0]
    assert "whole path" in refused(HOME="somewhere")[0]


def test_every_setting_is_documented():
    rows = table()
    assert len(rows) == len({row.name for row in rows}) == len(Environment.__dataclass_fields__)
    assert all(row.default and row.help.endswith(".") for row in rows)


def test_settings_are_read_without_loading_django():
    program = "import sys, goodwill.config.environment as e; e.environment; print('django' in sys.modules)"
    assert (
        subprocess.check_output([sys.executable, "-c", program], text=True, cwd=Path(__file__).parents[3]) == "False\n"
    )
