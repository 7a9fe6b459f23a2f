import sqlite3

from flask import Flask, request

app = Flask(__name__)


def connection():
    return sqlite3.connect("shop.db")


def build_filter(column, value):
    return "WHERE " + column + " = '" + value + "'"


def find(where):
    cursor = connection().cursor()
    cursor.execute("SELECT * FROM orders %s" % where)  # assay: sql-injection
    return cursor.fetchall()


@app.route("/orders")
def orders():
    customer = request.args.get("customer", "")
    where = build_filter("customer", customer)
    return {"count": len(find(where))}
