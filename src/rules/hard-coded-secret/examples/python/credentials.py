import jwt
import psycopg2



def connect():
    return psycopg2.connect(host="db", user="app", password="Xk29vQpl81mz")  # assay: hard-coded-secret


def sign(payload):
    return jwt.encode(payload, "s8Fj3kLq0ZpR7vTn", algorithm="HS256")  # assay: hard-coded-secret
