"""An FTP server with one login: pyftpd.py ADDRESS PORT FOLDER [CHAIN KEY FIRST-PORT LAST-PORT [VERB...]]

With a certificate it offers TLS, and takes its passive ports from the range. It does not know the
verbs.
"""

import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.servers import FTPServer

address, port, folder = sys.argv[1:4]
if sys.argv[4:]:
    from pyftpdlib.handlers import TLS_FTPHandler as Handler

    Handler.certfile, Handler.keyfile = sys.argv[4:6]
    Handler.passive_ports = range(int(sys.argv[6]), int(sys.argv[7]) + 1)
else:
    from pyftpdlib.handlers import FTPHandler as Handler
Handler.proto_cmds = {
    verb: what for verb, what in Handler.proto_cmds.items() if verb not in sys.argv[8:]
}
Handler.authorizer = DummyAuthorizer()
Handler.authorizer.add_user("postern", "secret", folder, perm="elradfmwMT")
FTPServer((address, int(port)), Handler).serve_forever()
