from machine import Pin, WDT
import machine

if machine.reset_cause() == machine.WDT_RESET:
    print('the watchdog has reset the board')
    raise SystemExit

watchdog = WDT(timeout=3000)

def feed(pin):
    watchdog.feed()
    print('fed')

Pin('GP10', mode=Pin.IN, pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=feed)
print('click GP10 at least every three seconds')
