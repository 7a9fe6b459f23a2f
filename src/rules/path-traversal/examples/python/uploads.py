import os
import shutil

from flask import Flask, request

app = Flask(__name__)


@app.route("/upload", methods=["POST"])
def upload():
    upload = request.files["file"]
    upload.save("/srv/uploads/" + upload.filename)  # assay: path-traversal
    shutil.rmtree(os.path.join("/srv/cache", request.form["session"]))  # assay: path-traversal
    return {"ok": True}
