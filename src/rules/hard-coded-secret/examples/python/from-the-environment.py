import os

import jwt
import psycopg2


def connect():
    return psycopg2.connect(host="db", user="app", password=os.environ["DATABASE_PASSWORD"])


def sign(payload, key):
    return jwt.encode(payload, key, algorithm="HS256")
