from flask import Flask, redirect, request

from .addresses import is_safe_url, is_short

app = Flask(__name__)


@app.route("/on")
def on():
    target = request.args["next"]
    if not is_safe_url(target):
        return "no"
    return redirect(target)


@app.route("/off")
def off():
    target = request.args["next"]
    if not is_short(target):
        return "no"
    return redirect(target)  # assay: open-redirect
