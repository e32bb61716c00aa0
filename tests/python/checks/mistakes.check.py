# Mistakes of somebody who writes a check for the first time.

def test_without_time(b):
    assert b.level("GP25") == 1, "the LED is dark"


def test_without_a_message(b):
    assert b.level("GP25") == 1


def test_that_passes_at_once(b):
    assert b.level("GP25") == "floating"


def test_without_an_argument():
    pass
