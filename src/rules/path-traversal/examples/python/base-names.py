import os

from flask import Flask, request, send_from_directory
from werkzeug.utils import secure_filename

app = Flask(__name__)


@app.route("/report")
def report():
    with open(os.path.join("/srv/reports", os.path.basename(request.args["name"]))) as handle:
        size = len(handle.read())
    upload = request.files["file"]
    upload.save("/srv/uploads/" + secure_filename(upload.filename))
    return {"size": size}


@app.route("/download/<path:name>")
def download(name):
    return send_from_directory("/srv/reports", name)
