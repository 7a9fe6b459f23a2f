from flask import Flask, make_response

app = Flask(__name__)


@app.route("/login")
def login():
    response = make_response("welcome")
    response.set_cookie("session", "x")  # assay: insecure-cookie
    response.set_cookie("theme", "dark", secure=False)  # assay: insecure-cookie
    return response
