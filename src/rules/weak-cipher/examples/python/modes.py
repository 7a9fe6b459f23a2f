from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def encryptor(key):
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # assay: weak-cipher


def stream(key):
    return Cipher(algorithms.ARC4(key), mode=None).encryptor()  # assay: weak-cipher
