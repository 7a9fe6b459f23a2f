from flask import Flask, request

app = Flask(__name__)
PAGES = {"home": "home.html", "about": "about.html"}


@app.route("/page")
def page():
    name = PAGES.get(request.args.get("name"), "home.html")
    with open("pages/" + name) as handle:
        handle.read()
    number = int(request.args["number"])
    with open(f"pages/{number}.txt") as handle:
        handle.read()
    return {"ok": True}
