import hashlib

ALGORITHMS = ("sha256", "sha3_512")


def digest(data, algorithm):
    if algorithm not in ALGORITHMS:
        raise ValueError(algorithm)
    return hashlib.new(algorithm, data).hexdigest()


def password(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
