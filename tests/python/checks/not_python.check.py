# The check is not Python.


def test_press(b)
    pass
