from flask import Flask, make_response

app = Flask(__name__)
OPTIONS = {"secure": True, "httponly": True, "samesite": "Lax"}


@app.route("/login")
def login():
    response = make_response("welcome")
    response.set_cookie("session", "x", **OPTIONS)
    return response
