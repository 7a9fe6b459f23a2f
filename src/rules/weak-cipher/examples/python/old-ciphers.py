from Crypto.Cipher import AES, DES, DES3


def encrypt(key, data):
    return DES.new(key, DES.MODE_CBC).encrypt(data)  # assay: weak-cipher


def encrypt_thrice(key, data):
    return DES3.new(key, DES3.MODE_CBC).encrypt(data)  # assay: weak-cipher


def encrypt_blocks(key, data):
    return AES.new(key, AES.MODE_ECB).encrypt(data)  # assay: weak-cipher
