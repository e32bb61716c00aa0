# The functions of the engine that the library calls.
#
# They are those of the module `_host`, which is JavaScript. Each is read from it once, in brackets: `_host.name` would be
# looked up in JavaScript at each use, and would take longer to call, because the interpreter would pass the module as
# another argument.

import _host

for _name in _host.names().split(' '):
    globals()[_name] = _host[_name]
