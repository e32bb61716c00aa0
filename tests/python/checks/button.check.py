# A script that has ended serves its interrupts, and each test begins with a fresh bench.
import random

presses = 0


def test_press(b):
    b.run_ms(10)
    b.press('GP10')
    b.run_ms(50)
    assert b.level('GP25') == 1, 'the LED stays dark'
    b.release('GP10')
    b.run_ms(50)
    assert b.level('GP25') == 0, 'the LED stays on'
    assert b.ms() == 110, b.ms()


def test_the_bench_is_fresh(b):
    assert b.ms() == 0 and b.level('GP25') == 'floating' and b.printed() == ''
    b.run_ms(10)
    assert b.level('GP25') == 0 and b.interrupts('GP10') == 0


def test_a_test_that_lets_time_pass_does_each_call_once(b):
    global presses
    first = random.random()
    b.run_ms(1)
    for i in range(3):
        presses += 1
        b.drive('GP10', 'high')
        b.run_ms(1)
        b.drive('GP10', 'low')
        b.run_ms(1)
    assert presses == 3, presses
    assert b.interrupts('GP10') == 6, b.interrupts('GP10')
    assert b.printed() == 'pressed\npressed\npressed\n', b.printed()
    assert [level for ms, level in b.edges('GP25')] == [1, 0, 1, 0, 1, 0]
    random.seed(0)
    assert random.random() == first


def test_swallowed(b):
    try:
        b.run_ms(20)
    except BaseException:
        pass
    assert b.ms() == 20


def test_stimuli_and_state(b):
    b.wire('GP8', 'GP9')
    b.drive('GP8', 'high')
    assert b.level('GP9') == 1
    b.unwire('GP8', 'GP9')
    assert b.level('GP9') == 'floating'
    b.clock('GP2', 1000)
    b.pulse('GP17', 1000000)
    b.bounce('GP24', {'edges': 2})
    b.run_ms(10.5)
    assert len(b.edges('GP2')) in (20, 21, 22), b.edges('GP2')
    assert b.ms() == 10.5
    assert b.power() == 'ACTIVE'
    pins = {pin['id']: pin for pin in b.snapshot()['pins']}
    assert pins['GP10']['pull'] == 'PULL_DOWN'


def test_no_such_pin(b):
    b.press('GP99')


def test_no_such_level(b):
    assert b.level('GP99') == 1


def test_no_such_time(b):
    b.run_ms(-1)


def test_no_such_argument(b):
    b.drive('GP9', print)


def test_too_long(b):
    b.run_ms(59000)
    b.run_ms(2000)


def test_without_message(b):
    assert b.level('GP25') == 1


def test_machine(b):
    import machine


def test_js(b):
    import js


def test_endless_recursion(b):
    test_endless_recursion(b)


def helper():
    return 1 // 0


def test_error(b):
    b.run_ms(1)
    helper()


def not_a_test(b):
    assert False
