import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.route("/log")
def log():
    db = sqlite3.connect("app.db")
    values = {"user": request.args["user"], "table": "visits"}
    db.execute("DELETE FROM " + values["table"])
    name = request.args["name"]
    name = "nobody"
    db.execute("DELETE FROM visits WHERE name = '" + name + "'")
    queue = [request.args["first"], "second"]
    queue.pop(0)
    db.execute("DELETE FROM " + queue[0])
    return {"ok": True}
