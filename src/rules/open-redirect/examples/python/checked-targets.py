from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from flask import Flask, redirect as send_to, request as current, url_for

app = Flask(__name__)
PAGES = {"home": "/", "help": "/help"}


@app.route("/login")
def login():
    return send_to(url_for("profile", name=current.args["name"]))


@app.route("/go")
def go():
    return send_to(PAGES.get(current.args["page"], "/"))


def back(request):
    target = request.GET["next"]
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return redirect(target)
    return redirect("/")
