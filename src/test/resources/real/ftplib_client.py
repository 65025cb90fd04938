"""A session of Python's ftplib: ftplib_client.py OPTION=VALUE...

host, port, user, password; passive=yes|no; do=get|put|list|nlst|mlsd, remote, local;
with ca=FILE under TLS, where version=TLSv1_2|TLSv1_3 and protect=yes|no.
Commands stand behind ">", replies behind "<".
"""

import ftplib
import ssl
import sys

wanted = dict(option.split("=", 1) for option in sys.argv[1:])


class Told:
    def putcmd(self, line):
        print(">", self.sanitize(line).strip("'"), flush=True)
        super().putcmd(line)

    def getmultiline(self):
        reply = super().getmultiline()
        print("<", reply, flush=True)
        return reply


class Clear(Told, ftplib.FTP):
    pass


class Secure(Told, ftplib.FTP_TLS):
    pass


def connect():
    if "ca" not in wanted:
        return Clear(timeout=30)
    context = ssl.create_default_context(cafile=wanted["ca"])
    version = ssl.TLSVersion[wanted["version"]]
    context.minimum_version = context.maximum_version = version
    return Secure(context=context, timeout=30)


ftp = connect()
ftp.connect(wanted["host"], int(wanted["port"]))
ftp.login(wanted["user"], wanted["password"])
if "ca" in wanted:
    if wanted["protect"] == "yes":
        ftp.prot_p()
    else:
        ftp.prot_c()
ftp.set_pasv(wanted["passive"] == "yes")
ftp.cwd("files")
what = wanted["do"]
if what == "get":
    with open(wanted["local"], "wb") as local:
        ftp.retrbinary("RETR " + wanted["remote"], local.write)
elif what == "put":
    with open(wanted["local"], "rb") as local:
        ftp.storbinary("STOR " + wanted["remote"], local)
elif what == "mlsd":
    for name, facts in ftp.mlsd():
        print(name)
elif what == "nlst":
    print("\n".join(ftp.nlst()))
else:
    ftp.dir()
ftp.quit()
