from typing import Optional


class Client:
    def __init__(self, host: str, secret_key: "Optional[str]" = None):
        self.host = host
        self.secret_key = secret_key
