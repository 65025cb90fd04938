"""An FTP server that lacks commands: one-mode-ftpd.py ADDRESS PORT FOLDER VERB...

Anyone may log in as anonymous and do everything. It does not know the verbs. Each command that it
gets is a line on its standard output.
"""

import logging
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

address, port, folder = sys.argv[1:4]
FTPHandler.authorizer = DummyAuthorizer()
FTPHandler.authorizer.add_anonymous(folder, perm="elradfmwMT")
FTPHandler.proto_cmds = {
    verb: what for verb, what in FTPHandler.proto_cmds.items() if verb not in sys.argv[4:]
}
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)
FTPServer((address, int(port)), FTPHandler).serve_forever()
