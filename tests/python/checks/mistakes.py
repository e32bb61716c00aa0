# The LED stays dark.
from machine import Pin

Pin('GP25', mode=Pin.OUT, value=0)
