import bcrypt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


def stored(secret, salt):
    quick = bcrypt.hashpw(secret, bcrypt.gensalt(rounds=4))  # assay: weak-password-hash
    slow = bcrypt.hashpw(secret, bcrypt.gensalt(rounds=12))
    kdf = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=1000)  # assay: weak-password-hash
    return quick, slow, kdf
