# bench: [["voltage", "GP3", 1.1], ["voltage", "GP2", 0.5], ["voltage", "GP5", 0, 1.4, 10, "ramp"]]
# The ADC: its channels, the voltages of their pins, and what is refused.
import time
from machine import ADC, Pin


def refusal(call):
    try:
        print('accepted', call())
    except Exception as error:
        print(type(error).__name__, error)


print('-- channels')
adc = ADC()
print(adc, ADC(0) is adc, ADC(0, bits=12))
for channel in (adc.channel(1), adc.channel(id=1), adc.channel(1, pin='GP3'), adc.channel(pin='GP3')):
    print(channel, channel is adc.channel(1))
apin = adc.channel(pin=Pin('GP3'))
print(3050 < apin() < 3090, 3050 < apin.value() < 3090, 1380 < adc.channel(pin='GP2')() < 1410, adc.channel(2)() == 0)
ramp = adc.channel(3)
values = []
for _ in range(50):
    values.append(ramp())
    time.sleep_ms(1)
print(0 < min(values) < max(values) < 4000, sum(b > a for a, b in zip(values, values[1:])) > 40)

print('-- channels and the block are switched off and on')
print(apin.deinit(), str(apin), apin.init(), str(apin), 3050 < apin() < 3090)
print(adc.deinit(), adc, apin)
print(adc.init(), adc, str(apin), apin.init(), str(apin), 3050 < apin() < 3090)
for _ in range(1000):
    adc.channel(1).value()

print('-- what is refused')
off = adc.channel(0)
off.deinit()
for call in (
        lambda: ADC(bits=17), lambda: ADC(1), lambda: ADC(0, 16), lambda: ADC(Pin('GP3')),
        lambda: adc.channel(4), lambda: adc.channel(-1),
        lambda: adc.channel(), lambda: adc.channel(0, pin='GP3'), lambda: adc.channel(pin='GP9'),
        lambda: adc.channel(pin='GP99'), lambda: adc.channel('1'), off, off.value, lambda: apin(3)):
    refusal(call)
adc.deinit()
for call in (apin.value, apin, apin.init, lambda: adc.channel(1)):
    refusal(call)
