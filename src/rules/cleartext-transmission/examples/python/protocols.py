import ftplib
import urllib.request


def load():
    ftplib.FTP("files.partner.com")  # assay: cleartext-transmission
    return urllib.request.urlopen("http://files.partner.com/list")  # assay: cleartext-transmission
