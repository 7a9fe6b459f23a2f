import jwt


def claims(token, key):
    return jwt.decode(token, key, options={"verify_signature": False})  # assay: unverified-token
