from flask import Flask, request
from flask_pymongo import PyMongo
from pymongo import MongoClient

app = Flask(__name__)
mongo = PyMongo(app)
database = MongoClient("mongodb://localhost")["shop"]


@app.route("/login", methods=["POST"])
def login():
    body = request.get_json()
    user = mongo.db.users.find_one({"name": body["name"], "password": body["password"]})  # assay: nosql-injection
    return {"ok": user is not None}


@app.route("/orders", methods=["DELETE"])
def orders():
    database.orders.delete_many(request.json)  # assay: nosql-injection
    return {"ok": True}
