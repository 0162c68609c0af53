"""What depends on the book's language: generated words, quotation marks, dates, lists of names, direction.

Every phase calls it with a BCP 47 tag; what it does not know it says as in English.  Babel is used here alone.
"""

import datetime
import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import babel
import babel.dates
import babel.lists

ENGLISH = "en"


class Words(NamedTuple):
    """The words that bookmaker itself prints."""

    contents: str
    notes: str
    cover: str
    title_page: str
    copyright_page: str
    start: str
    landmarks: str
    back: str
    by: str
    translated: str
    illustrated: str
    edited: str
    photographed: str
    figures: str
    tables: str
    source: str
    page: str


_WORDS = {
    "en": Words(
        "Contents", "Notes", "Cover", "Title page", "Copyright", "Start of text", "Landmarks",
        "Back to the text", "By {}", "Translated by {}", "Illustrated by {}", "Edited by {}", "Photographs by {}",
        "Illustrations", "Tables", "Source: {}", "page\u00a0{}",
    ),
    "de": Words(
        "Inhalt", "Anmerkungen", "Umschlag", "Titelseite", "Impressum", "Textbeginn", "Orientierungspunkte",
        "Zurück zum Text", "Von {}", "Übersetzt von {}", "Illustriert von {}", "Herausgegeben von {}", "Fotos von {}",
        "Abbildungen", "Tabellen", "Quelle: {}", "Seite\u00a0{}",
    ),
    "fr": Words(
        "Table des matières", "Notes", "Couverture", "Page de titre", "Mentions légales", "Début du texte",
        "Repères", "Retour au texte", "Par {}", "Traduit par {}", "Illustré par {}",
        "Sous la direction de {}", "Photographies de {}",
        "Table des illustrations", "Liste des tableaux", "Source\u00a0: {}", "page\u00a0{}",
    ),
    "es": Words(
        "Índice", "Notas", "Cubierta", "Portada", "Página de créditos", "Comienzo del texto",
        "Puntos de referencia", "Volver al texto", "Por {}", "Traducción de {}", "Ilustraciones de {}",
        "Edición de {}", "Fotografías de {}",
        "Índice de ilustraciones", "Índice de tablas", "Fuente: {}", "página\u00a0{}",
    ),
    "it": Words(
        "Indice", "Note", "Copertina", "Frontespizio", "Colophon", "Inizio del testo",
        "Punti di riferimento", "Torna al testo", "Di {}", "Traduzione di {}", "Illustrazioni di {}",
        "A cura di {}", "Fotografie di {}",
        "Indice delle illustrazioni", "Indice delle tabelle", "Fonte: {}", "pagina\u00a0{}",
    ),
    "pt": Words(
        "Sumário", "Notas", "Capa", "Folha de rosto", "Créditos", "Início do texto", "Pontos de referência",
        "Voltar ao texto", "Por {}", "Tradução de {}", "Ilustrações de {}", "Edição de {}", "Fotografias de {}",
        "Lista de ilustrações", "Lista de tabelas", "Fonte: {}", "página\u00a0{}",
    ),
    "nl": Words(
        "Inhoud", "Noten", "Omslag", "Titelpagina", "Colofon", "Begin van de tekst", "Oriëntatiepunten",
        "Terug naar de tekst", "Door {}", "Vertaald door {}", "Geïllustreerd door {}",
        "Onder redactie van {}", "Foto’s van {}",
        "Afbeeldingen", "Tabellen", "Bron: {}", "pagina\u00a0{}",
    ),
    "pl": Words(
        "Spis treści", "Przypisy", "Okładka", "Strona tytułowa", "Strona redakcyjna", "Początek tekstu",
        "Punkty orientacyjne", "Powrót do tekstu", "{}", "Przekład: {}", "Ilustracje: {}", "Redakcja: {}",
        "Zdjęcia: {}",
        "Spis ilustracji", "Spis tabel", "Źródło: {}", "s.\u00a0{}",
    ),
    "ru": Words(
        "Содержание", "Примечания", "Обложка", "Титульный лист", "Выходные данные", "Начало текста",
        "Ориентиры", "Назад к тексту", "{}", "Перевод: {}", "Иллюстрации: {}", "Редактор: {}", "Фотографии: {}",
        "Список иллюстраций", "Список таблиц", "Источник: {}", "с.\u00a0{}",
    ),
    "uk": Words(
        "Зміст", "Примітки", "Обкладинка", "Титульна сторінка", "Вихідні дані", "Початок тексту",
        "Орієнтири", "Назад до тексту", "{}", "Переклад: {}", "Ілюстрації: {}", "Редактор: {}", "Світлини: {}",
        "Перелік ілюстрацій", "Перелік таблиць", "Джерело: {}", "с.\u00a0{}",
    ),
    "sv": Words(
        "Innehåll", "Noter", "Omslag", "Titelsida", "Tryckort", "Textens början", "Landmärken",
        "Tillbaka till texten", "Av {}", "Översättning: {}", "Illustrationer: {}", "Redaktör: {}", "Foto: {}",
        "Figurer", "Tabeller", "Källa: {}", "s.\u00a0{}",
    ),
    "tr": Words(
        "İçindekiler", "Notlar", "Kapak", "İç kapak", "Künye", "Metnin başı", "Yer imleri", "Metne dön",
        "{}", "Çeviren: {}", "Resimleyen: {}", "Editör: {}", "Fotoğraflar: {}",
        "Resimler", "Tablolar", "Kaynak: {}", "s.\u00a0{}",
    ),
    "ja": Words(
        "目次", "注", "表紙", "扉", "奥付", "本文", "ランドマーク", "本文に戻る", "{}", "{} 訳", "{} 絵", "{} 編",
        "{} 写真",
        "図版一覧", "表一覧", "出典：{}", "{}ページ",
    ),
    "zh": Words(
        "目录", "注释", "封面", "书名页", "版权页", "正文", "导览", "返回正文", "{}", "{} 译", "{} 绘", "{} 编",
        "{} 摄影",
        "插图目录", "表格目录", "来源：{}", "第{}页",
    ),
    "ko": Words(
        "차례", "주", "표지", "속표지", "판권", "본문", "랜드마크", "본문으로", "{}", "{} 옮김", "{} 그림", "{} 엮음",
        "{} 사진",
        "그림 차례", "표 차례", "출처: {}", "{}쪽",
    ),
    "ar": Words(
        "المحتويات", "الحواشي", "الغلاف", "صفحة العنوان", "صفحة الحقوق", "بداية النص", "المعالم",
        "العودة إلى النص", "{}", "ترجمة: {}", "رسوم: {}", "تحرير: {}", "صور: {}",
        "قائمة الأشكال", "قائمة الجداول", "المصدر: {}", "صفحة\u00a0{}",
    ),
    "he": Words(
        "תוכן העניינים", "הערות", "כריכה", "עמוד השער", "עמוד זכויות", "תחילת הטקסט", "ציוני דרך",
        "חזרה לטקסט", "{}", "תרגום: {}", "איורים: {}", "עריכה: {}", "צילומים: {}",
        "רשימת איורים", "רשימת טבלאות", "מקור: {}", "עמוד\u00a0{}",
    ),
    "fa": Words(
        "فهرست", "یادداشت‌ها", "جلد", "صفحهٔ عنوان", "شناسنامه", "آغاز متن", "نشانه‌ها", "بازگشت به متن",
        "{}", "ترجمهٔ {}", "تصویرگری {}", "ویرایش {}", "عکس‌های {}",
        "فهرست تصویرها", "فهرست جدول‌ها", "منبع: {}", "صفحهٔ\u00a0{}",
    ),
}  # fmt: skip

# What a callout is called that has no title of its own: note, tip, important, warning, caution.
_CALLOUTS = {
    "en": ("Note", "Tip", "Important", "Warning", "Caution"),
    "de": ("Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"),
    "fr": ("Remarque", "Astuce", "Important", "Avertissement", "Attention"),
    "es": ("Nota", "Consejo", "Importante", "Advertencia", "Precaución"),
    "it": ("Nota", "Suggerimento", "Importante", "Avvertenza", "Attenzione"),
    "pt": ("Nota", "Dica", "Importante", "Aviso", "Cuidado"),
    "nl": ("Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op"),
    "pl": ("Uwaga", "Wskazówka", "Ważne", "Ostrzeżenie", "Przestroga"),
    "ru": ("Примечание", "Совет", "Важно", "Предупреждение", "Осторожно"),
    "uk": ("Примітка", "Порада", "Важливо", "Попередження", "Обережно"),
    "sv": ("Obs", "Tips", "Viktigt", "Varning", "Försiktigt"),
    "tr": ("Not", "İpucu", "Önemli", "Uyarı", "Dikkat"),
    "ja": ("注", "ヒント", "重要", "警告", "注意"),
    "zh": ("注", "提示", "重要", "警告", "小心"),
    "ko": ("참고", "팁", "중요", "경고", "주의"),
    "ar": ("ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه"),
    "he": ("הערה", "טיפ", "חשוב", "אזהרה", "זהירות"),
    "fa": ("یادداشت", "نکته", "مهم", "هشدار", "احتیاط"),
}
_CALLOUT_KINDS = ("note", "tip", "important", "warning", "caution")

# What is played: in print, the name of what it is stands in its place.
_PLAYED = {
    "en": ("Audio", "Video"), "es": ("Audio", "Vídeo"), "fr": ("Audio", "Vidéo"), "pt": ("Áudio", "Vídeo"),
    "pl": ("Audio", "Wideo"), "ru": ("Аудио", "Видео"), "uk": ("Аудіо", "Відео"), "sv": ("Ljud", "Video"),
    "tr": ("Ses", "Video"), "ja": ("音声", "動画"), "zh": ("音频", "视频"), "ko": ("오디오", "비디오"),
    "ar": ("صوت", "فيديو"), "he": ("שמע", "וידאו"), "fa": ("صدا", "ویدئو"),
}  # fmt: skip

# Outer and inner quotation marks; a language that is not here keeps what its author typed.
_QUOTES = {
    "en": "“”‘’", "de": "„“‚‘", "de-ch": "«»‹›", "fr": "«»“”", "es": "«»“”‘’", "it": "«»“”‘’", "it-ch": "«»‹›",
    "fr-ch": "«»‹›", "pt": "“”‘’", "pt-pt": "«»“”‘’", "nl": "“”‘’", "pl": "„”«»", "ru": "«»„“", "uk": "«»„“",
    "sv": "””’’", "fi": "””’’", "da": "»«›‹", "nb": "«»‘’", "no": "«»‘’", "nn": "«»‘’", "cs": "„“‚‘", "sk": "„“‚‘",
    "hu": "„”»«", "ro": "„”«»", "ca": "«»“”‘’", "tr": "“”‘’", "el": "«»“”", "id": "“”‘’", "ko": "“”‘’", "zh": "“”‘’",
    "zh-hant": "「」『』", "zh-tw": "「」『』", "zh-hk": "「」『』", "ja": "「」『』", "ar": "«»“”", "fa": "«»‹›",
    "he": "””’’", "hi": "“”‘’", "bn": "“”‘’", "th": "“”‘’", "vi": "“”‘’",
}  # fmt: skip

# What a language's authors also take, by the mark with which it opens.
_OTHER_QUOTES = {
    "de": {"»": "»«›‹", "«": "«»‹›"}, "es": {"“": "“”‘’"}, "it": {"“": "“”‘’"}, "nl": {"„": "„”‚’"},
    "sv": {"»": "»»’’"}, "fi": {"»": "»»’’"}, "pt": {"«": "«»“”‘’", "“": "“”‘’"},
}  # fmt: skip
_OUTER = re.compile("[„“”«»]")

_SCRIPTS = (  # the first script that a text without a language is mostly written in names its language
    ("ja", "[\u3041-\u30ff]", 0.05),
    ("ko", "[\uac00-\ud7a3]", 0.2),
    ("zh", "[\u4e00-\u9fff]", 0.2),
    ("fa", "[پچژگ]", 0.02),
    ("ar", "[\u0600-\u06ff]", 0.2),
    ("he", "[\u0590-\u05ff]", 0.2),
    ("uk", "[іїєґ]", 0.02),
    ("ru", "[\u0400-\u04ff]", 0.2),
    ("el", "[\u0370-\u03ff]", 0.2),
    ("th", "[\u0e00-\u0e7f]", 0.2),
    ("hi", "[\u0900-\u097f]", 0.2),
    ("bn", "[\u0980-\u09ff]", 0.2),
    ("ta", "[\u0b80-\u0bff]", 0.2),
)


# Who writes from right to left: languages whose tag need not name their script, and scripts.
_RIGHT_TO_LEFT = frozenset(
    "aeb aii ajp apc apd ar arc ary arz azb bal bcc bgn bqi ckb dv fa glk hbo he iw ji ks lrc mid mzn nqo pes pnb prs "
    "ps sd sdh skr syr tmr ug ur yi".split()
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset("adlm arab aran hebr mand mend nkoo rohg samr syrc thaa yezi".split())


@functools.cache
def primary(language: str) -> str:
    """The primary subtag: ``pt`` of ``pt-BR``."""
    return language.split("-", maxsplit=1)[0].lower()


def words(language: str) -> Words:
    """The generated words of *language*, in English where we have none."""
    return _WORDS.get(primary(language), _WORDS[ENGLISH])


def callout(kind: str, language: str) -> str:
    """What a callout of *kind* (note, tip, important, warning or caution) is called."""
    return _CALLOUTS.get(primary(language), _CALLOUTS[ENGLISH])[_CALLOUT_KINDS.index(kind)]


def played(kind: str, language: str) -> str:
    """What ``audio`` or ``video`` is called."""
    return _PLAYED.get(primary(language), _PLAYED[ENGLISH])[("audio", "video").index(kind)]


def quotes(language: str, texts: Iterable[str] = ()) -> str | None:
    """Pairs of quotation marks, outer, inner and perhaps a third; ``None`` where straight ones had better stay.

    Some languages have two customs: then it is the one that the author of *texts*, the paragraphs of a document, has
    taken in most of those where marks are.
    """
    own = _QUOTES.get(language.lower()) or _QUOTES.get(primary(language))
    others = _OTHER_QUOTES.get(primary(language))
    if not others:
        return own
    typed = (_OUTER.search(text) for text in texts)
    taken = Counter(others.get(mark[0], own) for mark in typed if mark)
    return max(taken, key=lambda marks: (taken[marks], marks == own)) if taken else own


def guess(text: str) -> str:
    """The language that *text*, whose author named none, is most likely in, judged by its script alone."""
    sample = text[:20_000]
    letters = sum(character.isalpha() for character in sample) or 1
    for language, pattern, share in _SCRIPTS:
        if len(re.findall(pattern, sample)) / letters > share:
            return language
    return ENGLISH


@functools.cache
def _locale(language: str) -> babel.Locale:
    try:
        return babel.Locale.parse(language, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        known = primary(language)
        return babel.Locale(known if known in _WORDS else ENGLISH)


def direction(language: str) -> str:
    """``rtl`` or ``ltr``: the script's, where the tag names one, else the language's."""
    script = re.match(r"[a-z]{2,3}(?:-[a-z]{3})?-([a-z]{4})(?:-|$)", language.lower())
    if script:
        return "rtl" if script[1] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary(language) in _RIGHT_TO_LEFT else "ltr"


def date(iso: str, language: str) -> str:
    """*iso*, a day, a month or a year, as prose of *language*: ``9 July 2019`` or ``2019年7月9日``."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return iso
    day = datetime.date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)
    if len(parts) == 2:
        return babel.dates.format_skeleton("yMMMM", day, locale=_locale(language))
    return babel.dates.format_date(day, "long", locale=_locale(language))


def names(people: Sequence[str], language: str) -> str:
    """Names in a row: ``A, B and C``."""
    return babel.lists.format_list(list(people), locale=_locale(language))
