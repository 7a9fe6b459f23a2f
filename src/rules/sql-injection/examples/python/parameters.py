import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.route("/user")
def user():
    db = sqlite3.connect("app.db")
    name = request.args.get("name")
    db.execute("SELECT * FROM users WHERE name = ?", (name,))
    db.execute("SELECT * FROM users WHERE name = :name", {"name": name})
    number = int(request.args["id"])
    db.execute(f"SELECT * FROM users WHERE id = {number}")
    db.execute("SELECT * FROM users LIMIT %d" % int(request.args.get("limit", "10")))
    return {"ok": True}
