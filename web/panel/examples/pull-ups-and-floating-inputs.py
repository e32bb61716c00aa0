from machine import Pin

up = Pin('GP8', mode=Pin.IN, pull=Pin.PULL_UP)
down = Pin('GP9', mode=Pin.IN, pull=Pin.PULL_DOWN)

# A wire connects these two, and their pulls oppose each other, so the level that they read means nothing.
one = Pin('GP10', mode=Pin.IN, pull=Pin.PULL_UP)
other = Pin('GP11', mode=Pin.IN, pull=Pin.PULL_DOWN)

for pin in (up, down, one, other):
    print(pin.id(), pin())
