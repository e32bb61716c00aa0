# bench: [["file", "boot.py", "import machine\nprint('boot', __name__)\nshared = 1\nmachine.main('main.py')\nraise ValueError('in boot')\n"], ["file", "helper.py", "def fail():\n    raise OSError(2)\n"]]
# The file boot.py runs first. When it fails, the script runs nevertheless. The traceback of an error names each file.
import helper

print('main', __name__, shared)
helper.fail()
