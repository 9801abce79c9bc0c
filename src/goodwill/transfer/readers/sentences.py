"""What each code of a problem means to a person: how grave it is, what happened, and what to do.

Every sentence says what became of the data. `%(row)s`, `%(column)s` and the parameters of the problem may be used.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext_lazy


class Sentence(NamedTuple):
    severity: str
    happened: str | Promise
    advice: str | Promise


_LOOK = _("Look whether this row is as you meant it.")
_NOTHING_READ = _("Nothing was read and nothing was changed.")

_FILE = {
    "empty_file": Sentence("STOP", _("The file is empty."), _("Export it again and look whether it holds something.")),
    "empty_table": Sentence("STOP", _("The file has no row with anything in it."), _NOTHING_READ),
    "wrong_kind": Sentence("STOP", _("%(what)s"), _NOTHING_READ),
    "no_rows": Sentence(
        "NOTE", _("The file has names of columns, but no row below them."), _("Look whether the export was complete.")
    ),
    "no_header": Sentence(
        "NOTE",
        _("The first row seems to be data, so the columns have no names. They are called Column A, B, C."),
        _("If the first row does hold the names, choose it as the header."),
    ),
    "lines_above": Sentence(
        "NOTE",
        ngettext_lazy(
            "%(count)s row above row %(row)s, which holds the names of the columns, is left out.",
            "%(count)s rows above row %(row)s, which holds the names of the columns, are left out.",
            "count",
        ),
        _("If the names are in another row, choose that one as the header."),
    ),
    "same_header": Sentence(
        "NOTE", _("The name “%(column)s” stands above %(count)s columns. They are told apart by a number."), ""
    ),
    "one_column": Sentence(
        "CHECK",
        _("There is only one column, “%(column)s”. If the rows hold more, something else separates their cells."),
        _("Look at the rows below, and choose by what they are separated. A text that is no table cannot be taken."),
    ),
    "too_many_columns": Sentence(
        "STOP",
        _("The table has %(found)s columns; at most %(limit)s can be read."),
        _("Delete the columns that you do not need and bring the file again. Nothing was changed."),
    ),
    "mixed_encoding": Sentence(
        "CHECK",
        ngettext_lazy(
            "%(count)s line writes letters like ü and é in another way than the rest of the file. Read as %(other)s.",
            "%(count)s lines write letters like ü and é in another way than the rest of the file. Read as %(other)s.",
            "count",
        ),
        _("Look at the rows below. If letters are wrong, choose another encoding below them."),
    ),
    "guessed_encoding": Sentence(
        "CHECK",
        _("The file does not say how it writes letters like ü and é. It looks like %(name)s."),
        _("Look at the rows below. If letters are wrong, choose another encoding below them."),
    ),
    "unknown_encoding": Sentence("STOP", _("There is no encoding “%(name)s”."), _("Choose one from the list.")),
    "line_too_long": Sentence(
        "STOP",
        _("Line %(line)s is longer than %(limit)s million letters. What comes before it was read."),
        _("Such a file is hardly a table. Export it again, or cut it before this line."),
    ),
}
_JSON = {
    "damaged_json": Sentence(
        "STOP",
        ngettext_lazy(
            "The JSON file breaks off or is damaged after %(count)s value, at: %(raw)s",
            "The JSON file breaks off or is damaged after %(count)s values, at: %(raw)s",
            "count",
        ),
        _("Export it again, whole, and bring that file. What comes before it can be read."),
    ),
    "no_objects": Sentence(
        "STOP", _("The JSON file holds no list of records."), _("Bring a list of objects, one for each record.")
    ),
    "other_lists": Sentence(
        "NOTE",
        _("The file holds %(count)s lists. “%(sheet)s” is read; the others are: %(sheets)s."),
        _("Choose another list below, or bring the file once more for each."),
    ),
}
_ROW = {
    "short_row": Sentence(
        "NOTE", _("Row %(row)s has %(found)s of %(expected)s cells. The others are taken as empty."), _LOOK
    ),
    "long_row": Sentence(
        "ERROR",
        _("Row %(row)s has %(found)s cells, but there are %(expected)s columns. What is too much: “%(raw)s”."),
        _("Perhaps a cell with a comma in it lacks its quotes. Put the row right here, or in the file."),
    ),
    "joined_cell": Sentence(
        "CHECK", _("Row %(row)s had one cell too many, so “%(text)s” was taken as one cell."), _LOOK
    ),
    "other_delimiter": Sentence(
        "CHECK", _("Row %(row)s is separated by “%(sign)s” and not by “%(usual)s”. It was read that way."), _LOOK
    ),
    "open_quote": Sentence(
        "CHECK",
        _("Row %(row)s (line %(line)s) opens a quote that is never closed. The line was read by itself."),
        _LOOK,
    ),
    "inner_quotes": Sentence(
        "CHECK",
        _("Row %(row)s has a quote within a cell, so where its cells end was told by the number of columns."),
        _LOOK,
    ),
    "unclear_quotes": Sentence(
        "ERROR",
        _("Row %(row)s (line %(line)s) has quotes within a cell, and its cells could end at several of them: %(raw)s"),
        _("One way is shown, and nothing was taken. Put its cells right here, or double the inner quotes in the file."),
    ),
    "summary_row": Sentence(
        "LEFT_OUT",
        _("Row %(row)s stands below the table and looks like a sum or a remark: “%(raw)s”."),
        _("It is left out. If it is data, take it in."),
    ),
    "second_table": Sentence(
        "LEFT_OUT",
        _("Row %(row)s belongs to a second table, whose columns are named in row %(first)s."),
        _("It is left out. Bring the file once more and choose row %(first)s for the names of the columns."),
    ),
    "huge_cell": Sentence(
        "ERROR",
        _("Row %(row)s, column “%(column)s”: this cell holds %(size)s letters; at most %(limit)s fit."),
        _("Shorten the text. The row waits until then; the file keeps the whole text."),
    ),
    "other_encoding": Sentence(
        "CHECK", _("Row %(row)s (line %(line)s) is written in another encoding and was read as %(charset)s."), _LOOK
    ),
    "looks_garbled": Sentence(
        "NOTE",
        _("Row %(row)s (line %(line)s) has letters that an earlier program garbled. Perhaps meant: %(better)s"),
        _("Nothing was changed. Put it right here if you like."),
    ),
    "lost_letters": Sentence(
        "NOTE",
        _("Row %(row)s (line %(line)s) has letters that an earlier program has lost (�)."),
        _("They are not in the file. Type them in, or export again from where they are right."),
    ),
    "nul_bytes": Sentence(
        "CHECK", _("Row %(row)s (line %(line)s) held zero bytes, which are no text. They were taken out."), _LOOK
    ),
}
_SHEET = {
    "damaged_workbook": Sentence(
        "STOP",
        _("The workbook is damaged (%(raw)s)."),
        _("Open it in Excel or LibreOffice, save it anew and bring that file. Nothing was changed."),
    ),
    "locked_workbook": Sentence(
        "STOP",
        _("The workbook is protected by a password."),
        _("Save it without the password and bring that file. Nothing was changed."),
    ),
    "workbook_too_large": Sentence(
        "STOP",
        _("Unpacked, the workbook would fill %(size)s MB; at most %(limit)s MB are read."),
        _("Save the sheet as CSV (UTF-8) and bring that file. Nothing was changed."),
    ),
    "sheet_too_large": Sentence(
        "STOP",
        _("The sheet “%(sheet)s” spans %(rows)s rows and %(columns)s columns, more than can be read at once."),
        _("Delete the empty rows and columns at its end, or save it as CSV (UTF-8). Nothing was changed."),
    ),
    "empty_workbook": Sentence("STOP", _("No sheet of the workbook has anything in it."), _NOTHING_READ),
    "no_such_sheet": Sentence("STOP", _("The workbook has no sheet “%(sheet)s”."), _("Choose one of: %(sheets)s")),
    "other_sheets": Sentence(
        "NOTE",
        _("The workbook has %(count)s sheets with content. “%(sheet)s” was read."),
        _("The others (%(sheets)s) can be brought one after the other."),
    ),
    "no_table_in_page": Sentence(
        "STOP",
        _("The file is a web page without a table."),
        _("Export it anew as CSV or Excel and bring that file. Nothing was changed."),
    ),
    "nested_tables": Sentence(
        "STOP",
        _("The file is a web page whose tables lie more than %(limit)s deep in one another."),
        _("Open it in Excel or LibreOffice, save it as .xlsx and bring that file. Nothing was changed."),
    ),
    "page_too_large": Sentence(
        "STOP",
        _("The file is a web page of %(size)s MB, whatever its name; at most %(limit)s MB of one are read."),
        _("Open it in Excel or LibreOffice, save it as .xlsx and bring that file. Nothing was changed."),
    ),
    "other_tables": Sentence(
        "NOTE",
        _("The page has %(count)s tables with content. “%(sheet)s” was read."),
        _("The others (%(sheets)s) can be brought one after the other."),
    ),
    "merged_cells": Sentence(
        "NOTE",
        ngettext_lazy(
            "%(count)s group of merged cells: its text stands in each of its rows.",
            "%(count)s groups of merged cells: their text stands in each of their rows.",
            "count",
        ),
        _("Look at the examples."),
    ),
    "unsolved_formulas": Sentence(
        "CHECK",
        ngettext_lazy(
            "%(count)s formula has no result in the file, so its cell is empty here. Column: %(columns)s.",
            "%(count)s formulas have no results in the file, so their cells are empty here. Columns: %(columns)s.",
            "count",
        ),
        _(
            "A program wrote them and worked nothing out. Open the file in Excel or LibreOffice, save it, and bring it"
            " again. Nothing was changed."
        ),
    ),
    "cell_error": Sentence(
        "CHECK",
        _("Row %(row)s, column “%(column)s”: the formula has no result (%(raw)s). The cell is taken as empty."),
        _("Put the value in here, or mend the formula in the workbook."),
    ),
}
_CARDS = {
    "damaged_zip": Sentence(
        "STOP",
        _("The zip file is damaged (%(raw)s)."),
        _("Get it again, or bring the files in it. Nothing was changed."),
    ),
    "locked_zip": Sentence(
        "STOP",
        _("The zip file is locked with a password."),
        _("Unpack it and bring the files in it. Nothing was changed."),
    ),
    "zip_of_many": Sentence(
        "STOP",
        _("There are %(found)s files in the zip file; at most %(limit)s are taken at once."),
        _("Unpack it and bring some of them at a time. Nothing was changed."),
    ),
    "zip_too_large": Sentence(
        "STOP",
        _("Unpacked, the zip file would fill %(size)s MB; at most %(limit)s MB are taken."),
        _("Unpack it and bring the files in it. Nothing was changed."),
    ),
    "zip_too_dense": Sentence(
        "STOP",
        _("Unpacked, the zip file would fill %(size)s MB: no honest file packs so well."),
        _("If you trust it, unpack it and bring the files in it. Nothing was changed."),
    ),
    "left_in_zip": Sentence(
        "NOTE",
        ngettext_lazy(
            "%(count)s file in %(zip)s holds no contacts and no table, and was left out: %(names)s",
            "%(count)s files in %(zip)s hold no contacts and no table, and were left out: %(names)s",
            "count",
        ),
        "",
    ),
    "no_cards": Sentence("STOP", _("The file has no card in it."), _NOTHING_READ),
    "outside_card": Sentence(
        "CHECK",
        _("Line %(row)s stands outside of any card and was left out: “%(raw)s”."),
        _("Look whether a card is cut."),
    ),
    "open_card": Sentence(
        "CHECK", _("The card that begins in line %(row)s has no end. What is there of it was read."), _LOOK
    ),
    "empty_card": Sentence(
        "ERROR",
        _("The card in line %(row)s holds nothing: no name, no company, no mail, no phone."),
        _("Its text is kept here. Put in at least a name, or leave it out."),
    ),
    "group_card": Sentence(
        "ERROR",
        _("The card in line %(row)s is the group “%(text)s” of an address book, and nobody."),
        _("Leave it out; whoever is in it comes in by a card of their own."),
    ),
    "nameless_card": Sentence(
        "NOTE", _("The card in line %(row)s has no name. It is called by what it has: %(text)s"), _LOOK
    ),
    "values_beyond": Sentence(
        "ERROR",
        _("The card in line %(row)s has more values than a table has columns. Too much are: “%(raw)s”."),
        _("Put what you need of them into a note. The card waits until then."),
    ),
    "broken_line": Sentence(
        "CHECK", _("Line %(row)s of a card is broken and was left out: “%(raw)s”."), _("The rest of the card was read.")
    ),
    "broken_value": Sentence(
        "CHECK",
        _("Line %(row)s: the value of %(column)s is damaged. What could be read was kept: %(text)s"),
        _LOOK,
    ),
    "pictures": Sentence(
        "NOTE",
        ngettext_lazy(
            "%(count)s card has a picture in it, which is not taken.",
            "%(count)s cards have pictures in them, which are not taken.",
            "count",
        ),
        _("All else in them is. The file with the pictures is kept with the import."),
    ),
    "broken_picture": Sentence(
        "CHECK", _("The picture in line %(row)s is damaged and was left out."), _("The rest of the card was read.")
    ),
    "huge_card": Sentence(
        "ERROR",
        _("The card in line %(row)s is larger than %(limit)s MB and was left out. The other cards were read."),
        _("Perhaps its picture is too large. Take the picture out and bring the card again."),
    ),
}

SENTENCES: dict[str, Sentence] = _FILE | _JSON | _ROW | _SHEET | _CARDS
