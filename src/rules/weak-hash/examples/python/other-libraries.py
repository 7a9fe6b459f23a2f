from Crypto.Hash import MD5, SHA256
from cryptography.hazmat.primitives import hashes


def digests(data):
    weak = MD5.new(data)  # assay: weak-hash
    strong = SHA256.new(data)
    old = hashes.Hash(hashes.SHA1())  # assay: weak-hash
    old.update(data)
    return weak.hexdigest(), strong.hexdigest(), old.finalize()
