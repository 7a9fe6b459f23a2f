import os

from flask import Flask, request, send_file

app = Flask(__name__)
BASE = "/srv/reports"


@app.route("/report")
def report():
    name = request.args["name"]
    path = os.path.join(BASE, name)
    with open(path) as handle:  # assay: path-traversal
        size = len(handle.read())
    return {"size": size}


@app.route("/download/<path:name>")
def download(name):
    return send_file(BASE + "/" + name)  # assay: path-traversal
