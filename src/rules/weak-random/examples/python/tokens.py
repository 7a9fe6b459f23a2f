import random


def reset_token():
    return "".join(random.choice("abcdef0123456789") for _ in range(32))  # assay: weak-random


def pin():
    return random.randint(1000, 9999)  # assay: weak-random


def session_id():
    return "%032x" % random.getrandbits(128)  # assay: weak-random
