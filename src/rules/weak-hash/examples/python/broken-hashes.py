import hashlib


def password_digest(password):
    return hashlib.md5(password.encode()).hexdigest()  # assay: weak-hash


def file_digest(data, algorithm="sha1"):
    digest = hashlib.new(algorithm)  # assay: weak-hash
    digest.update(data)
    return digest.hexdigest()


RELEASE = file_digest(b"release")


SIGNATURE = hashlib.sha1(b"release").hexdigest()  # assay: weak-hash
