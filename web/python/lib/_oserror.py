# Gives the errors of files the numbers that the module `errno` has. The interpreter's own file system has others.

# The numbers of `errno`, by those of the file system: EBADF, EEXIST, EINVAL, EISDIR, ENOENT, ENOTDIR, ENOTEMPTY, EPERM.
_NUMBERS = {8: 9, 20: 17, 28: 22, 31: 21, 44: 2, 54: 20, 55: 39, 63: 1}


# Returns a function that does the same as `call`.
def with_errno(call):
    def checked(*arguments, **settings):
        try:
            return call(*arguments, **settings)
        except OSError as error:
            raise OSError(_NUMBERS.get(error.errno, error.errno))
    return checked
