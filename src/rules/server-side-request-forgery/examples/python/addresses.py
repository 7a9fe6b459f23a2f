import urllib.request

import httpx
import requests
from flask import Flask, request

app = Flask(__name__)


@app.route("/fetch")
def fetch():
    answer = requests.get(request.args["url"], timeout=5)  # assay: server-side-request-forgery
    return {"length": len(answer.text)}


@app.route("/preview")
def preview():
    host = request.args.get("host")
    with urllib.request.urlopen("http://" + host + "/") as page:  # assay: server-side-request-forgery
        size = len(page.read())
    httpx.Client().get(f"https://{host}/status")  # assay: server-side-request-forgery
    return {"size": size}
