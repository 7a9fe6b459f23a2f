from urllib.parse import urlparse

from flask import Flask, redirect, request

app = Flask(__name__)


@app.route("/leave")
def leave():
    target = request.args["to"]
    address = urlparse(target)
    if address.hostname not in ("example.org", "www.example.org") or address.scheme != "https":
        return redirect("/")
    return redirect(target)


@app.route("/leave-anywhere")
def leave_anywhere():
    target = request.args["to"]
    address = urlparse(target)
    if address.scheme != "https":
        return redirect("/")
    return redirect(target)  # assay: open-redirect
