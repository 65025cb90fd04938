"""An FTP server with one login: pyftpd.py ADDRESS PORT FOLDER"""

import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

address, port, folder = sys.argv[1:]
FTPHandler.authorizer = DummyAuthorizer()
FTPHandler.authorizer.add_user("postern", "secret", folder, perm="elradfmwMT")
FTPServer((address, int(port)), FTPHandler).serve_forever()
