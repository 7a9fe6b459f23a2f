import ftplib
import urllib.request


def load():
    ftplib.FTP_TLS("files.partner.com")
    urllib.request.urlopen("http://localhost:8000/list")
    return urllib.request.urlopen("https://files.partner.com/list")
