"""A public record in words → the acronyms that its report uses, each with what it stands for."""

import json
import re
from collections.abc import Mapping
from typing import Final

from pydantic_core import to_jsonable_python

from evalflow.evaluation.report.wording import Worded

_MEANING: Final[Mapping[str, str]] = {
    "CAT": "Convention against Torture",
    "CEDAW": "Convention on the Elimination of All Forms of Discrimination against Women",
    "EU": "European Union",
    "ICCPR": "International Covenant on Civil and Political Rights",
    "ICESCR": "International Covenant on Economic, Social and Cultural Rights",
    "ICRC": "International Committee of the Red Cross",
    "ILO": "International Labour Organization",
    "NGO": "non-governmental organisation",
    "NHRI": "national human rights institution",
    "OECD-DAC": "Development Assistance Committee of the Organisation for Economic Co-operation and Development",
    "OHCHR": "Office of the United Nations High Commissioner for Human Rights",
    "UK": "United Kingdom",
    "UN": "United Nations",
    "UPR": "Universal Periodic Review",
    "US": "United States of America",
}
_ALWAYS: Final = ("NGO", "UN")  # the report's own words use them


def acronyms(record: Worded) -> Mapping[str, str]:
    """Return those that occur in the record as words of their own, in order of the alphabet."""
    text = json.dumps(to_jsonable_python(record), ensure_ascii=False)
    return {
        short: meaning
        for short, meaning in _MEANING.items()
        if short in _ALWAYS or re.search(rf"(?<![\w-]){re.escape(short)}s?(?![\w-])", text)
    }
