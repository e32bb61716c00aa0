# bench: [["wire", "GP1", "GP4"], ["wire", "GP3", "GP2"], ["voltage", "GP5", 0.5], ["clock", "GP17", 1]]
# The peripherals work after SUSPENDED as before it, with all that was set.
import machine
import time
from machine import ADC, Pin, RTC, UART

seen = []
first, second = UART(0, 19200), UART(1, 19200)


def received(uart):
    seen.append((uart is first, uart.read()))


# The second UART comes first by its priority. With equal priorities the first one would.
first.irq(trigger=UART.RX_ANY, priority=1, handler=received)
second.irq(trigger=UART.RX_ANY, priority=7, handler=received)
channel = ADC().channel(pin='GP5')
rtc = RTC()
rtc.irq(trigger=RTC.ALARM0, handler=lambda clock: seen.append('alarm'))


def exchange():
    seen.clear()
    state = machine.disable_irq()
    first.write(b'ab')
    second.write(b'cd')
    time.sleep_ms(10)
    machine.enable_irq(state)
    print(seen)
    seen.clear()


def sleep():
    Pin('GP17').irq(trigger=Pin.IRQ_RISING, wake=machine.SLEEP, handler=lambda pin: None)
    machine.lightsleep()
    Pin('GP17').irq().disable()
    return machine.wake_reason() == machine.PIN_WAKE


print('-- UARTs and ADC, before and after')
before = channel()
exchange()
print(sleep())
exchange()
print(channel() == before, before > 1000)

print('-- init() keeps the priority')
first.init(38400)
second.init(38400)
exchange()

print('-- an alarm that is still ahead when a pin ends the sleep')
rtc.alarm(0, 2500)
print(sleep(), seen, 1000 < rtc.alarm_left() < 2500)
time.sleep_ms(2500)
print(seen, rtc.alarm_left())

print('-- and one that repeats')
seen.clear()
rtc.alarm(0, 1500, repeat=True)
print(sleep(), seen)
time.sleep_ms(3200)
print(seen)
rtc.alarm_cancel()
