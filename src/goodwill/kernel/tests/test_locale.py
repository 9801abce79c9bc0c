import pytest

from goodwill.kernel.locale import (
    country_names,
    english_of,
    language_names,
    locale_of,
    number_style,
)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        *(("de-at", "de_AT"), ("PT_br", "pt_BR"), ("zh-hant-tw", "zh_Hant_TW"), ("en-DE", "en_DE"), ("xx", "en")),
        *(("", "en"), ("de-xx-yy", "de"), ("../../etc", "en"), ("de_DE@euro", "de"), ("'; DROP", "en")),
    ],
)
def test_the_nearest_locale_is_taken(code, name):
    assert str(locale_of(code)).startswith(name)


def test_countries_and_languages_have_names_in_order():
    names = country_names("de")
    assert names["AT"] == "Österreich"
    assert list(names).index("AT") < list(names).index("PL")
    assert 240 < len(names) < 262
    assert "EU" not in names
    assert language_names("en")["de"] == "German"


def test_pages_are_written_as_the_country_writes():
    assert [english_of(country) for country in ("DE", "US", "GB", "JP")] == ["en-de", "en-us", "en", "en"]


def test_numbers_style_is_read_once():
    assert number_style("de") is number_style("de")
