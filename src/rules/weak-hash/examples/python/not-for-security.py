import hashlib


def cache_key(url):
    return hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()


def etag(data):
    return hashlib.new("sha1", data, usedforsecurity=False).hexdigest()
