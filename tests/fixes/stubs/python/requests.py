"""Stands in for Requests: it says what it was asked for."""


def get(url, timeout=None, verify=True):
    print("GET", url)
    if timeout is None:
        print("waits for ever")
    if not verify:
        print("any certificate")
