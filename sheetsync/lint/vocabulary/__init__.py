"""The words that rules listen for, Vietnamese and English, one topic a module. Facts only: what to make of them is each rule's own.

Lists hold full diacritics, and nothing is compared without them: "bàn" (table) is not "bạn" (you). Words are taken apart by ``phrases.words``,
which also writes the tones of Vietnamese in one place ("thoả" is "thỏa").
"""

from sheetsync.lint.vocabulary.phrases import Phrases, words
from sheetsync.lint.vocabulary.questions import is_question
from sheetsync.lint.vocabulary.speakers import about_customers, company_speaks, company_voice, first_person, is_quoted

__all__ = ["Phrases", "about_customers", "company_speaks", "company_voice", "first_person", "is_question", "is_quoted", "words"]
