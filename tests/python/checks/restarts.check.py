# Time is exact across resets of the chip, and a script that swallows errors is ended with its test.


def test_wake(b):
    b.run_ms(100)
    assert b.power() == 'HIBERNATE', b.power()
    b.drive('GP2', 'high')
    b.run_ms(2000)
    assert b.power() == 'ACTIVE', b.power()
    assert b.printed() == '0\n3\n1\n', b.printed()
    b.drive('GP10', 'high')
    b.run_ms(1)
    assert b.level('GP25') == 1
    assert b.ms() == 2101


def test_the_same_again(b):
    b.run_ms(100)
    b.drive('GP2', 'high')
    b.run_ms(2000)
    b.drive('GP10', 'high')
    b.run_ms(20)
    (ms, level), = b.edges('GP25')
    assert level == 1 and 2100 < ms < 2100.1, ms
