from cryptography.fernet import Fernet


def seal(key, data):
    return Fernet(key).encrypt(data)
