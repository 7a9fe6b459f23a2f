import sqlite3

from flask import Flask, request

app = Flask(__name__)

COLUMNS = {"name": "users.name", "age": "users.birthday"}


@app.route("/users")
def users():
    db = sqlite3.connect("app.db")
    order = COLUMNS.get(request.args.get("order"), "users.id")
    rows = db.execute("SELECT * FROM users ORDER BY " + order).fetchall()
    direction = request.args.get("direction", "ASC")
    if direction not in ("ASC", "DESC"):
        return {"error": "direction"}
    rows += db.execute("SELECT * FROM users ORDER BY id " + direction).fetchall()
    table = request.args["table"]
    if table == "users" or table == "guests":
        rows += db.execute("SELECT * FROM " + table).fetchall()
    return {"count": len(rows)}
