# bench: []
# Errors of files have the numbers of errno.
import errno
import os

for call, number in ((lambda: open('missing.txt'), errno.ENOENT), (lambda: os.remove('missing.txt'), errno.ENOENT),
                     (lambda: os.stat('missing.txt'), errno.ENOENT), (lambda: os.listdir('missing'), errno.ENOENT),
                     (lambda: os.mkdir('/lib'), errno.EEXIST), (lambda: open('/lib', 'w'), errno.EISDIR)):
    try:
        call()
        print('accepted')
    except OSError as error:
        print(error.errno == number, error)
