# A script that never ends runs only as long as the test lets it.


def test_period(b):
    b.run_ms(2050)
    edges = b.edges('GP25')
    assert len(edges) >= 20, 'the LED does not blink'
    for i in range(2, len(edges)):
        period = edges[i][0] - edges[i - 2][0]
        assert abs(period - 200) < 1, 'the period is %d ms' % period
    assert b.printed() == 'toggled 10\ntoggled 20\n', b.printed()


def test_many_short_steps(b):
    changes = 0
    level = b.level('GP25')
    for i in range(300):
        b.run_ms(1)
        if b.level('GP25') != level:
            level = b.level('GP25')
            changes += 1
    assert changes == 3, changes


def test_wrong_period(b):
    b.run_ms(500)
    edges = b.edges('GP25')
    assert edges[2][0] - edges[0][0] > 250, 'the LED blinks too fast'
