from flask import Flask, redirect, request, session

app = Flask(__name__)
PLANS = ("basic", "large")


@app.route("/plan", methods=["POST"])
def choose_plan():
    session["plan"] = request.form["plan"]  # assay: trust-boundary-violation
    return redirect("/")


@app.route("/checked-plan", methods=["POST"])
def choose_known_plan():
    plan = request.form["plan"]
    if plan in PLANS:
        session["plan"] = plan
    return redirect("/")
