import ftplib
import ssl
import urllib.request


def load():
    ftplib.FTP_TLS("files.partner.com", context=ssl.create_default_context())
    urllib.request.urlopen("http://localhost:8000/list")
    return urllib.request.urlopen("https://files.partner.com/list")
