# bench: []
# The date, which follows the simulated time of the board, and the arguments of the functions that wait.
import time

print('-- the date')
print(time.time(), time.localtime()[:6], time.gmtime() == time.localtime())
time.sleep(90)
print(time.time(), time.localtime())
print(time.localtime(0), time.gmtime(473385600), time.localtime(None) == time.localtime())
for date in ((2000, 1, 1, 0, 0, 0, 0, 0), (2015, 1, 1, 0, 1, 30, 3, 1), (2024, 2, 29, 12, 0, 0, 0, 0)):
    print(time.mktime(date), time.localtime(time.mktime(date)))
print(time.time_ns() // 1000000000 == time.time())

print('-- waits')
start = time.ticks_us()
for wait, length in ((time.sleep, -1), (time.sleep_ms, -5), (time.sleep_us, -5), (time.sleep, 0),
                     (time.sleep_us, False)):
    print(wait(length), end=' ')
print(time.ticks_diff(time.ticks_us(), start) < 1000)
for wait in (time.sleep, time.sleep_ms, time.sleep_us):
    for length in ('1', None, [1], b'1', 1j) if wait is time.sleep else ('1', None, [1], b'1', 1j, 1.5):
        try:
            wait(length)
            print('accepted', length)
        except TypeError as error:
            print(error)
for call in (lambda: time.localtime('1'), lambda: time.mktime(5), lambda: time.sleep()):
    try:
        call()
        print('accepted')
    except TypeError:
        print('TypeError')
