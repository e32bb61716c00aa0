from machine import Pin

strong = Pin('GP8', mode=Pin.OUT, drive=Pin.HIGH_POWER, value=1)
weak = Pin('GP9', mode=Pin.OUT, value=0)
listener = Pin('GP10', mode=Pin.IN)

print('6 mA against 4:', listener())
# strong.drive(Pin.LOW_POWER)
# print('2 mA against 4:', listener())
