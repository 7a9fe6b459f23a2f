import hashlib
from hashlib import md5 as digest_of

SETTINGS = {"checksum": "md5", "signature": "sha256"}


def checksum(data):
    return hashlib.new(SETTINGS["checksum"], data).hexdigest()  # assay: weak-hash


def signature(data):
    return hashlib.new(SETTINGS["signature"], data).hexdigest()


def token(data):
    return digest_of(data).hexdigest()  # assay: weak-hash
