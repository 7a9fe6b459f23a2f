import os

from flask import Flask, request

app = Flask(__name__)
BASE = "/srv/reports/"


@app.route("/report")
def report():
    path = os.path.realpath(os.path.join(BASE, request.args["name"]))
    if not path.startswith(BASE):
        return {"error": "name"}, 400
    with open(path) as handle:
        return {"size": len(handle.read())}
