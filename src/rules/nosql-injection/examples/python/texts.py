from flask import Flask, request
from pymongo import MongoClient

app = Flask(__name__)
users = MongoClient("mongodb://localhost").shop.users


@app.route("/user")
def user():
    found = users.find_one({"name": request.args["name"]})
    return {"ok": found is not None}


@app.route("/login", methods=["POST"])
def login():
    found = users.find_one({"name": str(request.json["name"])})
    return {"ok": found is not None}
