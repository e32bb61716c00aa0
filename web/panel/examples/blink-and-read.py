from machine import Pin
import time

led = Pin('GP25', mode=Pin.OUT)
probe = Pin('GP9', mode=Pin.IN)

# GP9 is wired to the LED and reads what it drives.
for i in range(10):
    led.toggle()
    print(led(), probe())
    time.sleep_ms(500)
