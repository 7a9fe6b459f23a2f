import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.route("/ping")
def ping():
    host = request.args.get("host", "localhost")
    subprocess.run(["/usr/bin/ping", "-c", "1", host], check=True)
    subprocess.Popen(["/usr/bin/dig", "+short", "--", host], shell=False)
    return {"ok": True}
