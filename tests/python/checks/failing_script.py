# The script fails after 100 ms.
import time


def divide(a, b):
    return a / b


time.sleep_ms(100)
divide(1, 0)
