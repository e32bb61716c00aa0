# bench: [["clock", "GP2", 1000]]
# Every kind of loop sees an interrupt, and lines keep their numbers.
from machine import Pin

flag = False


def raise_flag(p):
    global flag
    flag = True
    p.irq().disable()


def arm():
    global flag
    flag = False
    Pin('GP2').irq(trigger=Pin.IRQ_RISING, handler=raise_flag)


class Flagged(Exception):
    pass


class Pair:
    def __enter__(self):
        return 1, 2

    def __exit__(self, *_):
        pass


def check():
    if flag:
        raise Flagged


def kinds():
    def a():
        while not flag: pass

    def b():
        while (not flag and
               True):  # a comment: with a colon
            pass

    def c():
        for i in range(10**9):
            if flag:
                break

    def d():
        for i in range(10**9): check(); x = 'a: b'

    def e():
        for i in range(10**9):
            # a comment comes first
            """and a text"""
            check()

    def f():
        for i in range(10**9):
            try:
                check()
            except ValueError:
                pass

    def g():
        for a, (b, c) in [(1, (2, 3))] * 100000:
            with open('/lib/os.py') as file:
                check()

    def h():
        while (lambda x: not flag)(1): x = {'a': 1, 'b': [q for q in (1, 2) if q]}; y = x['a':1] if False else 0

    def i():
        while not \
                flag:
            pass

    def j():
        for i in range(10**9):
            while not flag:
                pass
            break

    # The parser that instruments loops does not know the next two, which have to work all the same.
    def k():
        with Pair() as (a, b):
            while not flag:
                pass

    def l():
        while 0. < 1.: check()

    return a, b, c, d, e, f, g, h, i, j, k, l


for place, kind in enumerate(kinds()):
    arm()
    try:
        kind()
    except Flagged:
        pass
    print(place, flag)

print([x for x in range(3)], [x for x in (1, 2) if x], {x: 1 for x in 'ab'})
text = '''while True:
    for x in y:
'''
print(text)
raise ValueError('on line 111')
