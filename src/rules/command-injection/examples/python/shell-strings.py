import os
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.route("/ping")
def ping():
    host = request.args.get("host")
    os.system("ping -c 1 " + host)  # assay: command-injection
    subprocess.call(f"nslookup {host}", shell=True)  # assay: command-injection
    subprocess.run(["sh", "-c", "dig " + host])  # assay: command-injection
    return {"ok": True}
