import requests
from flask import Flask, request

app = Flask(__name__)
SERVICES = {"users": "http://users.internal/", "orders": "http://orders.internal/"}


@app.route("/fetch")
def fetch():
    service = request.args["service"]
    if service not in SERVICES:
        return {"error": "service"}, 400
    answer = requests.get(SERVICES[service], params={"q": request.args["q"]}, timeout=5)
    return {"length": len(answer.text)}
