from flask import Flask, make_response

app = Flask(__name__)


@app.route("/login")
def login():
    response = make_response("welcome")
    response.set_cookie("session", "x", httponly=True, samesite="Lax")  # assay: insecure-cookie
    response.set_cookie("theme", "dark", secure=False, httponly=True, samesite="Lax")  # assay: insecure-cookie
    return response
