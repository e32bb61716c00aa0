# Only the test in which the handler is called fails.


def test_rest(b):
    b.run_ms(100)


def test_press(b):
    b.run_ms(100)
    b.press('GP10')
    b.run_ms(100)
    assert False, 'this is not reached'
