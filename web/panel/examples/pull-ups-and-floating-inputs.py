from machine import Pin

up = Pin('GP8', mode=Pin.IN, pull=Pin.PULL_UP)
down = Pin('GP9', mode=Pin.IN, pull=Pin.PULL_DOWN)

# A wire joins these two, and their pulls are against each other: what they read means nothing.
one = Pin('GP10', mode=Pin.IN, pull=Pin.PULL_UP)
other = Pin('GP11', mode=Pin.IN, pull=Pin.PULL_DOWN)

for pin in (up, down, one, other):
    print(pin.id(), pin())
