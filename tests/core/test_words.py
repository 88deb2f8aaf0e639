"""Words as sentences need them."""

import pytest

from ikrar.core.templatetags.ikrar import ending


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("Sari Contohwati, S.Kep., Ns.", "S.Kep., Ns."), ("Budi Rekaan, S.Pd.", "S.Pd."), ("Budi Rekaan", "Rekaan.")],
)
def test_a_degree_at_the_end_of_a_sentence_has_one_full_stop(name, sentence):
    assert f"{ending(name)}.".endswith(sentence)
    assert not f"{ending(name)}.".endswith("..")
