import sqlite3

from flask import Flask, abort, request

app = Flask(__name__)
TABLES = {"users", "guests"}


@app.route("/users/<int:number>/<name>")
def user(number, name):
    db = sqlite3.connect("app.db")
    rows = db.execute(f"SELECT * FROM users WHERE id = {number}").fetchall()
    rows += db.execute(f"SELECT * FROM users WHERE name = '{name}'").fetchall()  # assay: sql-injection
    return {"count": len(rows)}


@app.route("/count")
def count():
    table = request.args["table"]
    if table not in TABLES:
        abort(404)
    row = sqlite3.connect("app.db").execute("SELECT count(*) FROM " + table).fetchone()
    return {"count": row[0]}
