"""Names of files that come from outside. First the name is normalised, then looked at: never the other way round.

The cleaned name is for people; on disk a file has a name of our own.
"""

import re
import unicodedata

LONGEST = 120
LONGEST_BYTES = 240

_FOLDERS = re.compile(r"[/\\]")
_RESERVED = re.compile(r'[<>:"|?*]+')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$|clock\$)(\.|$)", re.IGNORECASE)
_EXTENSION = re.compile(r"[a-z0-9]{1,8}", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0"
# What says "this is the kind" anywhere in a name: before the last dot it only deceives people or servers.
_KNOWN_LIST = """
ade adp apk app asp aspx avi bat bmp bz2 cfm cgi chm class cmd com cpl csv dll dmg doc docm docx eml exe gif gz hta
htm html ics inf ins iso jar jpeg jpg js jse json jsp jspx lnk mht mhtml mp3 mp4 msc msg msi odp ods odt ole pdf
phar php php3 php4 php5 phtml pif pl png ppt pptm pptx ps1 py rar rb reg rtf scr sct sh shtml svg svgz swf sys tif
tiff txt url vb vbe vbs vcf wav webp ws wsc wsf wsh xht xhtml xls xlsb xlsm xlsx xml xsl zip
"""
_KNOWN = frozenset(_KNOWN_LIST.split())


def clean_name(raw: str) -> str:
    """A name that is the same on every system and shows what it is. Cleaning twice changes nothing.

    No folders, no invisible or turning characters, no device of Windows, no second extension (photo.php.jpg becomes
    photo_php.jpg), no dot or space at either end, at most 120 characters; "file" if nothing is left.
    """
    name = "".join(sign for sign in raw[: 20 * LONGEST] if _is_seen(sign))
    name = "".join(sign for sign in unicodedata.normalize("NFKC", name) if _is_seen(sign))
    name = _FOLDERS.split(name.rstrip("/\\. "))[-1]
    name = " ".join(_RESERVED.sub("_", name).split()).strip(". ")
    stem, extension = _split(name)
    name = _shortened(_without_hidden_extensions(stem), extension)
    if _DEVICE.match(name):
        name = f"_{name}"
    return name or "file"


def extension_of(name: str) -> str:
    """In lower case, without the dot; empty if there is none."""
    return _split(name)[1].lower()


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in _UNSEEN and sign not in _FILLERS and not 0xFE00 <= ord(sign) <= 0xFE0F


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or not _EXTENSION.fullmatch(extension.strip()):
        return name, ""
    return stem.rstrip(". "), extension.strip()


def _without_hidden_extensions(stem: str) -> str:
    first, *others = stem.split(".")
    for part in others:
        first += ("_" if part.strip().lower() in _KNOWN else ".") + part
    return first


def _shortened(stem: str, extension: str) -> str:
    ending = f".{extension}" if extension else ""
    stem = stem[: LONGEST - len(ending)]
    room = LONGEST_BYTES - len(ending)
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return stem + ending if stem else extension
