# bench: []
# The watchdog: what is refused, feeding it in time, and the reset by it, after which the script starts again.
import machine
import time
from machine import WDT


def refusal(call):
    try:
        print('accepted', call())
    except Exception as error:
        print(type(error).__name__, error)


if machine.reset_cause() == machine.WDT_RESET:
    print('reset by the watchdog', time.time() >= 473385600 + 3)
    raise SystemExit
for call in (lambda: WDT(1), lambda: WDT(0, 500), lambda: WDT(1, 2000), lambda: WDT(timeout=107375),
             lambda: WDT(timeout='5000')):
    refusal(call)
wdt = WDT(timeout=1000)
print(wdt)
refusal(lambda: WDT(0, 2000))
time.sleep_ms(500)
print(wdt.feed(), wdt)
time.sleep_ms(900)
print(wdt.feed())
time.sleep_ms(950)
print('fed', wdt.feed())
time.sleep_ms(1050)
print('not reached')
