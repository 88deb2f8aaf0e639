"""“Boleh atau tidak?”: which rules answer a question in everyday words. Pure: words, acts and rules are data.

A question and the words of each act go through the same mill: everyday spellings become one word (`everyday.yaml`), words
lose their affixes, what says nothing is dropped, an unknown word is taken for the known one that it looks like. An act is
the better an answer the more of the rare words of the question it has, most of all where a whole phrase is met. Among the
rules of one act the stage that the question tells decides; where it tells none, the rule for determined candidates leads.
"""

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import snowballstemmer

_WORD = re.compile(r"[a-z0-9]+")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_PAIR = re.compile(r"\b([a-z]{2,})2\b")
#: How much a word weighs by where the act tells it.
_WEIGHTS = {"words": 1.0, "name": 0.8, "examples": 0.8, "condition": 0.3, "why": 0.15, "instead": 0.1}
#: A word not known is taken for one that looks at least so much like it, and counts that much less.
_LIKE, _LIKE_WEIGHT = 0.8, 0.7
#: Of so many unknown words at most it is asked what they look like: that is slow, and the page is open to all.
_UNKNOWN_MOST = 12
#: A rule for the other stage stands behind the one that was asked for.
_OTHER_STAGE = 0.9
#: What a whole phrase of the act adds, what likeness to a question once asked adds, and how much less the next one does.
_PHRASE, _ALIKE, _NEXT, _NEAREST = 0.9, 1.0, 0.4, 4


@dataclass(frozen=True)
class Answer:
    """A rule that may answer, with its score; 1 means that every telling word of the question was met."""

    rule: str
    act: str
    score: float


class Mill:
    """Turns everyday text into the words that are compared."""

    def __init__(self, everyday: Mapping[str, Any]) -> None:
        self._drop = {_stemmed(word) for text in everyday["drop"] for word in _plain(text).split()}
        kept = {_plain(word) for word in everyday["means"]}
        self._phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
        for said, spellings in everyday["means"].items():
            meant = tuple(_stemmed(word) for word in _plain(said).split())
            for spelling in (said, *spellings):
                self._phrases[tuple(_plain(spelling).split())] = meant
                if " " not in spelling and _plain(spelling) not in kept:
                    self._phrases.setdefault((_stemmed(_plain(spelling)),), meant)
        somebody, runs = ("|".join(map(re.escape, map(_plain, everyday["someone"][part]))) for part in ("who", "runs"))
        self._someone = re.compile(rf"\b(?:{somebody})(?: \w+){{0,4}}? (?:{runs})\b")
        self._longest = max(map(len, self._phrases))

    def words(self, text: str) -> list[str]:
        """The telling words of a text, in its order."""
        plain, at = self._others(text).split(), 0
        found: list[str] = []
        while at < len(plain):
            for length in range(min(self._longest, len(plain) - at), 0, -1):
                part = tuple(plain[at : at + length])
                meant = self._phrases.get(part) or (self._phrases.get((_stemmed(part[0]),)) if length == 1 else None)
                if meant or length == 1:
                    found += meant or (_stemmed(part[0]),)
                    at += length
                    break
        return [word for word in found if word not in self._drop and len(word) > 1]

    def _others(self, text: str) -> str:
        """“yang baru mau nyalon” is a candidate, not the asker's own wish."""
        return self._someone.sub(" bakal calon ", _plain(text))


@lru_cache(20_000)
def _stemmed(word: str) -> str:
    """Without its affixes. The library's stemmer keeps a state, so that threads shall not share one."""
    word = re.sub(r"^(nge|ng|ny)(?=[bcdfghjklmnpqrstvwxyz])", "", word) if len(word) > 5 else word
    return str(snowballstemmer.stemmer("indonesian").stemWord(word))


def _plain(text: str) -> str:
    """Small letters and digits; letters drawn out or doubled by a figure as they are usually written."""
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return _PAIR.sub(r"\1", _REPEATED.sub(r"\1", " ".join(_WORD.findall(letters))))


class Guide:
    """All acts and rules, ready to be asked. `acts` and `conducts` are the rows of the catalogue."""

    def __init__(
        self,
        acts: Iterable[Mapping[str, Any]],
        conducts: Iterable[Mapping[str, Any]],
        everyday: Mapping[str, Any],
        questions: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        self.mill = Mill(everyday)
        self._rules: dict[str, list[Mapping[str, Any]]] = {}
        for rule in conducts:
            self._rules.setdefault(rule["act"], []).append(rule)
        self._acts = {act["slug"]: self._told(act) for act in acts}
        act_of = {rule["slug"]: act for act, rules in self._rules.items() for rule in rules}
        self._asked = [(act_of[row["rule"]], self.mill.words(row["q"])) for row in questions]
        self._stages = {name: [_plain(word) for word in words] for name, words in everyday["stage"].items()}

    def ask(self, question: str, most: int = 10) -> list[Answer]:
        """The rules that answer, best first; none where no telling word is known."""
        asked = self._known(self.mill.words(question))
        whole = sum(asked.values())
        if not whole:
            return []
        stage, alike = self._stage(question), self._alike(asked)
        found = [
            Answer(rule["slug"], act, (score + _ALIKE * alike.get(act, 0.0)) * self._fits(rule, stage))
            for act, told in self._acts.items()
            if (score := self._score(asked, told) / whole) > 0 or act in alike
            for rule in self._rules.get(act, [])
        ]
        return sorted(found, key=lambda answer: (-answer.score, answer.rule))[:most]

    def _alike(self, asked: Mapping[str, float]) -> dict[str, float]:
        """Per act how much the question is like one that was asked before, and a little of the next ones."""
        length = math.sqrt(sum(weight * weight for weight in asked.values()))
        best: dict[str, list[float]] = {}
        for act, told, its in self._questions:
            shared = sum(weight * told.get(word, 0.0) for word, weight in asked.items())
            if shared:
                best.setdefault(act, []).append(shared / (length * its))
        ranked = {act: sorted(found, reverse=True)[:_NEAREST] for act, found in best.items()}
        return {act: sum(one * _NEXT**n for n, one in enumerate(found)) for act, found in ranked.items()}

    def _told(self, act: Mapping[str, Any]) -> "_Told":
        rules = self._rules.get(act["slug"], [])
        texts = {
            "words": act["words"], "name": [act["name"]["id"]], "why": [act["why"]["id"]], "instead": [act["instead"]["id"]],
            "examples": [text for rule in rules for text in rule.get("examples", [])],
            "condition": [rule["condition"]["id"] for rule in rules if rule.get("condition")],
        }  # fmt: skip
        weights: dict[str, float] = {}
        for part, said in texts.items():
            for text in said:
                for word in self.mill.words(text):
                    weights[word] = max(weights.get(word, 0), _WEIGHTS[part])
        phrases = [tuple(self.mill.words(text)) for text in (*act["words"], *texts["examples"])]
        return _Told(weights, [phrase for phrase in phrases if phrase])

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """How much a word tells: the fewer acts have it, in their words or in a question once asked, the more."""
        held: dict[str, set[str]] = {}
        for act, told in self._acts.items():
            for word in told.weights:
                held.setdefault(word, set()).add(act)
        for act, words in self._asked:
            for word in words:
                held.setdefault(word, set()).add(act)
        return {word: math.log(1 + len(self._acts) / len(acts)) for word, acts in held.items()}

    @cached_property
    def _questions(self) -> list[tuple[str, dict[str, float], float]]:
        told = [(act, {word: self._rarity[word] for word in words}) for act, words in self._asked if words]
        return [(act, words, math.sqrt(sum(one * one for one in words.values()))) for act, words in told]

    def _known(self, words: Iterable[str]) -> dict[str, float]:
        """Each telling word by its rarity; a word nobody told counts as the one it looks like, or not at all."""
        told = list(dict.fromkeys(words))
        asked = {word: self._rarity[word] for word in told if word in self._rarity}
        unknown = [word for word in told if word not in self._rarity and len(word) > 3]
        for word in unknown[:_UNKNOWN_MOST]:
            for alike in difflib.get_close_matches(word, self._rarity, 1, _LIKE):
                asked.setdefault(alike, self._rarity[alike] * _LIKE_WEIGHT)
        return asked

    def _score(self, asked: Mapping[str, float], told: "_Told") -> float:
        score = sum(weight * told.weights.get(word, 0) for word, weight in asked.items())
        best = 0.0
        for phrase in told.phrases:
            if all(word in asked for word in phrase):
                best = max(best, sum(asked[word] for word in set(phrase)))
        return score + _PHRASE * best

    def _stage(self, question: str) -> str:
        text = f" {_plain(question)} "
        return next((name for name, words in self._stages.items() if any(f" {word} " in text for word in words)), "")

    @staticmethod
    def _fits(rule: Mapping[str, Any], stage: str) -> float:
        wanted = stage or "candidate"
        return 1.0 if rule.get("toward") in {"", wanted} else _OTHER_STAGE


@dataclass(frozen=True)
class _Told:
    """What an act tells: its words by weight, and its phrases."""

    weights: Mapping[str, float]
    phrases: Sequence[tuple[str, ...]]
