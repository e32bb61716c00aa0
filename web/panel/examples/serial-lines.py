from machine import UART
import time

a = UART(0, 115200, pins=('GP12', 'GP13'))
b = UART(1, 115200, pins=('GP16', 'GP17'))

def answer(uart):
    print('b received', uart.read())
    uart.write('fine\n')

b.irq(trigger=UART.RX_ANY, handler=answer)
a.write('how are you?')
time.sleep_ms(20)
print('a received', a.readline())
