# A statement takes 2 us, on a line of its own and beside another one, and so does a turn of a loop.
import time


def time_on_lines():
    x = 0
    start = time.ticks_us()
    for i in range(100):
        x += 1
        x += 2
    return time.ticks_us() - start


def time_on_one_line():
    x = 0
    start = time.ticks_us()
    for i in range(100):
        x += 1; x += 2
    return time.ticks_us() - start


print(time_on_lines(), time_on_one_line())
