// The scripts of the examples, by the name of the example.

import adc from "./examples/adc.py";
import alarm from "./examples/alarm.py";
import anInterrupt from "./examples/an-interrupt.py";
import anOutput from "./examples/an-output.py";
import blink from "./examples/blink-and-read.py";
import bounce from "./examples/bounce.py";
import hibernate from "./examples/hibernate.py";
import openDrain from "./examples/open-drain-bus.py";
import priorities from "./examples/priorities.py";
import pwm from "./examples/pwm.py";
import pulls from "./examples/pull-ups-and-floating-inputs.py";
import serialLines from "./examples/serial-lines.py";
import storm from "./examples/level-trigger-storm.py";
import fight from "./examples/two-outputs-that-fight.py";
import suspended from "./examples/wake-from-suspended.py";
import timer from "./examples/timer.py";
import watchdog from "./examples/watchdog.py";
import why from "./examples/why-didnt-it-wake.py";

export const examples = {
  "an output": anOutput,
  "an interrupt": anInterrupt,
  "blink and read": blink,
  "pull-ups and floating inputs": pulls,
  "open-drain bus of three pins": openDrain,
  "two outputs that fight": fight,
  "bounce, counted, then debounced": bounce,
  "a timer blinks the LED": timer,
  "PWM: the LED breathes": pwm,
  "a voltage, converted": adc,
  "two serial lines": serialLines,
  "an alarm ends SUSPENDED": alarm,
  "the watchdog resets the board": watchdog,
  "priorities: a handler preempted": priorities,
  "level trigger storm": storm,
  "wake from SUSPENDED: the last armed pin wins": suspended,
  "HIBERNATE from six pins": hibernate,
  "why didn't it wake?": why,
};
