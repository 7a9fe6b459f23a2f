from Crypto.Cipher import AES


class Box:
    mode = AES.MODE_ECB

    def __init__(self, key):
        self.key = key

    def seal(self, data):
        return AES.new(self.key, self.mode).encrypt(data)  # assay: weak-cipher
