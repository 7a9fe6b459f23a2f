import hashlib


def digests(data):
    return [hashlib.sha256(data).hexdigest(), hashlib.new("sha512", data).hexdigest(), hashlib.blake2b(data).hexdigest()]
